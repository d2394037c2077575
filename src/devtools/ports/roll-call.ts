import { isText } from '../../shape'
import type { LockState } from './watched-lock'

/** A tab as it has told itself. */
export interface Tab {
  readonly id: string
  readonly status: string
  readonly lock: LockState
  /** ms, by this tab's clock; when it was heard last. */
  readonly heardAt: number
}

interface Word {
  readonly from: string
  readonly asks: boolean
  readonly gone: boolean
  readonly status: string
  readonly lock: LockState
}

interface RollCallPorts {
  readonly id: string
  readonly now: () => number
  /** What is to be told of this tab. */
  readonly own: () => { readonly status: string; readonly lock: LockState }
  readonly onChange: () => void
}

/** Who is silent for so long after a call has gone; ms. */
const SILENCE = 12_000

/** Tabs that have development ports tell each other that they are there, and in which state: nothing else. */
export function createRollCall({ id, now, own, onChange }: RollCallPorts) {
  const tabs = new Map<string, Tab>()
  let room: BroadcastChannel | null = null

  const say = (asks: boolean, gone = false) => room?.postMessage({ from: id, asks, gone, ...own() } satisfies Word)
  const hear = ({ data }: MessageEvent) => {
    if (!isWord(data)) return
    const { from, status, lock } = data
    if (data.gone) tabs.delete(from)
    else tabs.set(from, { id: from, status, lock, heardAt: now() })
    if (data.asks) say(false)
    onChange()
  }
  const close = () => {
    say(false, true)
    room?.close()
    room = null
    tabs.clear()
  }

  return {
    open(name: string): void {
      close()
      if (!globalThis.BroadcastChannel) return
      room = new BroadcastChannel(`${name}.devtools`)
      room.onmessage = hear
      ;(room as { unref?(): void }).unref?.()
      say(true)
    },
    close,
    /** Asks who is there. */
    call: () => say(true),
    /** Tells the others of a change here. */
    tell: () => say(false),
    tabs: (): readonly Tab[] => [...tabs.values()].filter(({ heardAt }) => now() - heardAt < SILENCE),
  }
}

function isWord(data: unknown): data is Word {
  const { from, status, lock } = Object(data) as Partial<Word>
  return isText(from) && isText(status) && isText(lock) && ['none', 'waits', 'held'].includes(lock)
}
