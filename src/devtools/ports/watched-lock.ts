import type { Lock } from '../../platform/lock'

export type LockState = 'none' | 'waits' | 'held'

/** The same lock; `onChange` hears what this session does with it. */
export function watchLock(base: Lock, onChange: (state: LockState) => void): Lock {
  return {
    async acquire(name, signal) {
      onChange('waits')
      try {
        const release = await base.acquire(name, signal)
        onChange('held')
        return () => {
          onChange('none')
          release()
        }
      } catch (reason) {
        onChange('none')
        throw reason
      }
    },
  }
}
