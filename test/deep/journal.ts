import type { SimulatedTime } from 'xstate-auth-session/testing'

/** What happened in a life, and what of it was wrong: sentences, each with its moment. */
export interface Journal {
  readonly lines: readonly string[]
  readonly wrongs: readonly string[]
  note(text: string): void
  /** Notes it; it is wrong unless it is `excused`. */
  judge(text: string, excused: boolean): void
}

export function createJournal(time: SimulatedTime): Journal {
  const start = time.now()
  const lines: string[] = []
  const wrongs: string[] = []
  const write = (text: string) => {
    const line = `${((time.now() - start) / 1_000).toFixed(1)} s: ${text}`
    lines.push(line)
    return line
  }
  return {
    lines,
    wrongs,
    note: (text) => void write(text),
    judge(text, excused) {
      const line = write(excused ? text : `WRONG: ${text}`)
      if (!excused) wrongs.push(line)
    },
  }
}
