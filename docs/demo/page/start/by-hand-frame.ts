import type { Report } from '../../report'

/** What the start page asks of the app by hand, in its frame. */
export type Order = { readonly order: 'begin'; readonly report: Report } | { readonly order: 'save' }

/** What the app by hand shows, as it tells the page around it. */
export interface Shown {
  readonly shows: 'login' | 'form'
  /** How many fields are filled in. */
  readonly filled: number
  readonly saved: boolean
}

/** Hears messages of this origin that have that field. */
export function hear<Message>(field: keyof Message & string, listener: (message: Message) => void): () => void {
  const onMessage = ({ origin, data }: MessageEvent<unknown>) => {
    if (origin === location.origin && Object.hasOwn(Object(data), field)) listener(data as Message)
  }
  addEventListener('message', onMessage)
  return () => removeEventListener('message', onMessage)
}

export function tell(target: Window | null, message: Order | Shown): void {
  target?.postMessage(message, location.origin)
}
