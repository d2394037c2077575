import type { Lock } from './lock'

/** The browser's lock, among all tabs of an origin; `null` where the platform has none. */
export function webLock(): Lock | null {
  const { locks } = globalThis.navigator ?? {}
  // Some platforms say `null`.
  if (!locks) return null
  return {
    acquire: (name, signal) =>
      new Promise((resolve, reject) => {
        const hold = () => new Promise<void>((release) => resolve(release))
        locks.request(name, { signal }, hold).catch(reject)
      }),
  }
}
