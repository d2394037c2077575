import { checkShape } from '../shape'
import { createBacklog } from './backlog'
import type { InspectorAdapter, WireMessage } from './wire'

export interface FrameAdapterOptions {
  /** In the page's document. */
  readonly iframe: HTMLIFrameElement
  /** The inspector's page; relative to the document. Nothing is sent to any other origin. */
  readonly url: string | URL
}

const CONNECTED = '@statelyai.connected'
const DISCONNECTED = '@statelyai.disconnected'

/**
 * Loads an inspector's page into a frame and shows it what happens, from the beginning, once it says that it is there. If the frame
 * goes elsewhere, nothing reaches it.
 *
 * @throws TypeError where the address has no origin: `data:`, `blob:`, or none at all.
 */
export function frameAdapter({ iframe, url }: FrameAdapterOptions): InspectorAdapter {
  const { baseURI, defaultView } = iframe.ownerDocument
  const address = URL.canParse(url, baseURI) ? new URL(url, baseURI) : null
  const isSite = address !== null && ['http:', 'https:'].includes(address.protocol)
  checkShape('frameAdapter: url', url, 'an address with http: or https:', isSite)
  const { href, origin } = address as URL
  const backlog = createBacklog()
  let isConnected = false
  const post = (message: WireMessage | { readonly type: typeof DISCONNECTED }) =>
    iframe.contentWindow?.postMessage(message, origin)
  const hear = ({ source, data }: MessageEvent) => {
    if (source !== iframe.contentWindow || Object(data).type !== CONNECTED) return
    isConnected = true
    for (const message of backlog.all()) post(message)
  }
  return {
    start() {
      defaultView?.addEventListener('message', hear)
      iframe.src = href
    },
    send(message) {
      backlog.keep(message)
      if (isConnected) post(message)
    },
    stop() {
      defaultView?.removeEventListener('message', hear)
      if (isConnected) post({ type: DISCONNECTED })
    },
  }
}
