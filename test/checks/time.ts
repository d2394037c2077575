import { type Check, runAsScript } from './finding'
import { globalUses } from './globals'
import { CODE, filesUnder } from './tree'

const DOOR = 'src/platform/clock.ts'

const TIME = [
  'Date',
  'performance',
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'setImmediate',
  'requestAnimationFrame',
  'requestIdleCallback',
  'AbortSignal.timeout',
]

/** One door to time: no other file reads a clock or sets a timer. `queueMicrotask` takes no time and is free. */
export const checkTime: Check = (root) => {
  const files = filesUnder(root, ['machines', 'src'], CODE).filter((file) => file !== DOOR)
  return globalUses(root, files, TIME).map(({ file, line, name }) => ({
    file,
    line,
    message: `uses ${name}; ask the clock that it was given (${DOOR} is the one door to time)`,
  }))
}

await runAsScript(import.meta.url, checkTime)
