#!/usr/bin/env node
import { systemClock } from '../platform/clock'
import { runCommand } from './command'
import { runDoctor } from './doctor'
import { createTerminal } from './terminal'

const [name, ...words] = process.argv.slice(2)
const { env, stdin: input, stderr: output } = process
const terminal = createTerminal({ input, output, env, interrupt: () => process.exit(130) })
const clock = systemClock()
const sleep = (ms: number) => new Promise<void>((passed) => void clock.setTimeout(passed, ms))
const ports = { fetch: globalThis.fetch, clock, sleep }
const outcome = name === 'doctor' ? await runDoctor(words, terminal, ports) : runCommand(process.argv.slice(2))
const { exitCode, output: text, stream = exitCode === 0 ? 'stdout' : 'stderr' } = outcome
process[stream].write(`${text}\n`)
process.exitCode = exitCode
