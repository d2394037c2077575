import { runDoctor } from '../../src/cli/doctor'
import type { Terminal } from '../../src/cli/terminal'
import type { Limits } from '../../src/doctor/caller'
import type { DoctorReport } from '../../src/doctor/report'
import { systemClock } from '../../src/platform/clock'

/** A time that goes on by itself, and leaps where somebody would wait. */
export function createLeapingTime() {
  let leapt = 0
  const now = () => Date.now() + leapt
  return {
    now,
    clock: { ...systemClock(), now },
    sleep: async (ms: number) => {
      leapt += ms
    },
  }
}

interface DoctorSceneOptions {
  readonly time?: ReturnType<typeof createLeapingTime>
  readonly limits?: Limits
  readonly fetch?: typeof globalThis.fetch
  /** What a person there answers; nobody is there where it is left out. */
  readonly answers?: string[]
  readonly env?: Terminal['env']
  readonly input?: string
}

export const ada = { DOCTOR_USERNAME: 'ada', DOCTOR_PASSWORD: 'lovelace' }

/** A terminal on which the answers stand ready; what it was asked, and how, comes back. */
function createScriptedTerminal({ answers, env = ada, input = '' }: DoctorSceneOptions) {
  const asked: string[] = []
  const left = [...(answers ?? [])]
  const answer = (how: string) => async (question: string) => {
    asked.push(`${how}: ${question}`)
    return left.shift() ?? ''
  }
  const terminal: Terminal = {
    env,
    isInteractive: answers !== undefined,
    ask: answer('shown'),
    askSecretly: answer('hidden'),
    note: (text) => void asked.push(`noted: ${text}`),
    readInput: async () => input,
  }
  return { terminal, asked }
}

/** Calls the doctor as the command line does. */
export async function callDoctor(words: readonly string[], options: DoctorSceneOptions = {}) {
  const { time = createLeapingTime(), limits, fetch = globalThis.fetch } = options
  const { terminal, asked } = createScriptedTerminal(options)
  const ports = { ...time, fetch, ...(limits && { limits }) }
  return { ...(await runDoctor(words, terminal, ports)), asked }
}

/** The same by `--json`. */
export async function examined(words: readonly string[], options: DoctorSceneOptions = {}) {
  const { output, asked, exitCode } = await callDoctor([...words, '--json'], options)
  const report = JSON.parse(output) as DoctorReport
  const seen = (id: string) => report.findings.find((finding) => finding.id === id)?.seen
  const verdict = (id: string) => report.findings.find((finding) => finding.id === id)?.verdict
  const not = (...verdicts: readonly string[]) =>
    report.findings.filter((finding) => !verdicts.includes(finding.verdict)).map(({ id, seen: what }) => [id, what])
  return { report, seen, verdict, not, asked, exitCode }
}
