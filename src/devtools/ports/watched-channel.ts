import { type Channel, processChannel } from '../../platform/channel'
import { pageChannel } from '../../platform/page-channel'

export interface ChannelWatch {
  opened(name: string): void
  closed(): void
  /** This session told its siblings to look at the store, or was told so. */
  passed(way: 'posted' | 'heard'): void
}

/** The same channel, watched. Without one, that of the page, or of the process where there is no page. */
export function watchChannel(base: Channel | undefined, watch: ChannelWatch): Channel {
  return {
    open(name, listener) {
      const heard = () => {
        watch.passed('heard')
        listener()
      }
      const room = openRoom(base, name, heard)
      watch.opened(name)
      return {
        post() {
          watch.passed('posted')
          room.post()
        },
        close() {
          watch.closed()
          room.close()
        },
      }
    },
  }
}

/** Tells everybody else in that room to look at the store. */
export function postTo(base: Channel | undefined, name: string): void {
  const room = openRoom(base, name, () => {})
  room.post()
  // What is posted to a channel that closes in the same tick reaches nobody in some browsers.
  queueMicrotask(() => room.close())
}

function openRoom(base: Channel | undefined, name: string, listener: () => void): ReturnType<Channel['open']> {
  if (base) return base.open(name, listener)
  try {
    return pageChannel().open(name, listener)
  } catch {
    return processChannel().open(name, listener)
  }
}
