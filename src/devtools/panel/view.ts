import type { AuthSnapshot } from '../../session/snapshot'
import type { RecordedEvent, RecordedStates, Recording } from '../../timeline'
import type { DevelopmentControl, PortState } from '../control'

/** Everything that the panel shows, at one moment. Never changed: a change makes another one. */
export interface View {
  /** ms since the epoch, by the session's clock; of a moment that is past, that moment. */
  readonly now: number
  /** `null`: the present. */
  readonly position: number | null
  /** The session's own recording, or one that was dropped. */
  readonly recording: Recording
  /** The name of the file that was dropped; `null`: it is the session's own. */
  readonly file: string | null
  /** Both machines at the moment that is shown. */
  readonly states: RecordedStates
  /** The event that led there in the session's machine, and in the renewal's. */
  readonly last: { readonly session: Led | null; readonly renewal: Led | null }
  /** Since when the present token is there; ms. */
  readonly tokenSince: number | null
  /** `null` for what is not the present of this session. */
  readonly snapshot: AuthSnapshot | null
  readonly control: DevelopmentControl | null
  readonly ports: PortState | null
  /** Who ended the session, and why; `null` while it is being found out. */
  readonly sentence: string | null
  readonly isPaused: boolean
}

/** An event, and between which states it led. */
export interface Led {
  readonly event: RecordedEvent['event']
  /** ms since the epoch. */
  readonly at: number
  readonly from: string
  readonly to: string
}

/** A part of the panel. */
export interface Part {
  readonly element: HTMLElement
  show(view: View): void
}

/** What the parts can ask for. */
export interface Actions {
  /** Shows that moment of the recording; `null`: the present. */
  goTo(position: number | null): void
  pause(isPaused: boolean): void
  open(file: File): void
  /** Back to the session's own recording. */
  closeFile(): void
  explain(): void
  /** Tells a screen reader. */
  say(text: string): void
}
