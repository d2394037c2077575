import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

const start = join(import.meta.dirname, '../../docs/demo/start.mjs')

/** What `npm start` runs, as a process of its own. */
export interface DemoProcess extends AsyncDisposable {
  /** What it has printed so far. */
  readonly output: string
  /** Resolves with the first match in its output; rejects where it ends without one. */
  prints(pattern: RegExp): Promise<RegExpExecArray>
  interrupt(): void
  /** Resolves with its exit code, or with the signal that ended it, when all is printed. */
  readonly ended: Promise<number | string | null>
}

export function startDemo(...flags: readonly string[]): DemoProcess {
  const child: ChildProcess = spawn(process.execPath, [start, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  let over = false
  const changes = new Set<() => void>()
  const change = () => {
    for (const listener of [...changes]) listener()
  }
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (part: string) => {
      output += part
      change()
    })
  }
  const ended = new Promise<number | string | null>((resolve) => {
    child.on('close', (code, signal) => {
      over = true
      change()
      resolve(code ?? signal)
    })
  })
  return {
    get output() {
      return output
    },
    prints: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(output)
          if (!found && !over) return
          changes.delete(look)
          if (found) resolve(found)
          else reject(new Error(`it ended without ${pattern}:\n${output}`))
        }
        changes.add(look)
        look()
      }),
    interrupt: () => void child.kill('SIGINT'),
    ended,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
