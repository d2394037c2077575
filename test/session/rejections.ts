import { onTestFinished } from 'vitest'

/** The rejections of this test that nobody has handled, after everything has had its turn. */
export function overhearRejections() {
  const heard: unknown[] = []
  const hear = (reason: unknown) => void heard.push(reason)
  process.on('unhandledRejection', hear)
  onTestFinished(() => void process.off('unhandledRejection', hear))
  return async () => {
    await new Promise((resolve) => setImmediate(resolve))
    return heard
  }
}
