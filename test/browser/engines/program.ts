import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

/** A program of the system, which ends with this one at the latest. */
export interface Program {
  readonly process: ChildProcess
  end(): Promise<void>
}

/** Starts it; what it writes to its fourth stream can be read. */
export function startProgram(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Program {
  const child = spawn(command, args, { env, stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const kill = () => void child.kill()
  process.once('exit', kill)
  return {
    process: child,
    async end() {
      process.off('exit', kill)
      if (child.exitCode !== null || child.signalCode !== null) return
      kill()
      await once(child, 'exit')
    },
  }
}
