import { createBrowserReceiver } from '@statelyai/inspect'
import type { WireMessage } from 'xstate-auth-session/inspect'

declare global {
  interface Window {
    /** Whatever came. */
    readonly heard: { readonly type: string }[]
    /** What its receiver made of it. */
    readonly received: WireMessage[]
  }
}

Object.assign(window, { heard: [], received: [] })
addEventListener('message', ({ data }) => void window.heard.push(data))
createBrowserReceiver().subscribe((message) => void window.received.push(message as WireMessage))
