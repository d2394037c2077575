import type { ReadStream } from 'node:tty'

/** Where the command was called. What is asked and noted goes to the standard error stream: the report has the other one. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Whether somebody is there to answer. */
  readonly isInteractive: boolean
  /** Resolves with what was typed, without the line's end; empty at the end of input. */
  ask(question: string): Promise<string>
  /** The same without an echo. */
  askSecretly(question: string): Promise<string>
  /** Tells whoever is there; nobody else. */
  note(text: string): void
  /** All that comes in. */
  readInput(): Promise<string>
}

type Input = Pick<ReadStream, 'on' | 'off' | 'pause' | 'resume' | 'setRawMode'> &
  AsyncIterable<Buffer | string> & { readonly isTTY?: boolean }

interface TerminalParts {
  readonly input: Input
  readonly output: { write(text: string): unknown; readonly isTTY?: boolean }
  readonly env: Terminal['env']
  /** Ctrl+C. */
  readonly interrupt: () => void
}

export function createTerminal({ input, output, env, interrupt }: TerminalParts): Terminal {
  /** Raw, so that nothing is echoed but what is written here. */
  const askKeys = (question: string, isShown: boolean) =>
    new Promise<string>((resolve) => {
      let typed = ''
      const end = () => {
        input.off('data', take)
        input.off('end', end)
        input.setRawMode(false)
        input.pause()
        output.write('\n')
        resolve(typed)
      }
      const take = (keys: Buffer | string) => {
        for (const key of String(keys)) {
          if (key === '\r' || key === '\n' || key === '\u0004') return end()
          if (key === '\u0003') {
            end()
            return interrupt()
          }
          if (key === '\u007f' || key === '\b') {
            if (isShown && typed !== '') output.write('\b \b')
            typed = [...typed].slice(0, -1).join('')
          } else if (key >= ' ') {
            typed += key
            if (isShown) output.write(key)
          }
        }
      }
      output.write(question)
      input.setRawMode(true)
      input.on('data', take)
      input.on('end', end)
      input.resume()
    })

  const isInteractive = input.isTTY === true && output.isTTY === true
  return {
    env,
    isInteractive,
    note: (text) => void (isInteractive && output.write(`${text}\n`)),
    ask: (question) => askKeys(question, true),
    askSecretly: (question) => askKeys(question, false),
    async readInput() {
      let text = ''
      for await (const chunk of input) text += String(chunk)
      return text
    },
  }
}
