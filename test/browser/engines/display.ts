import { startProgram } from './program'

/** A display that nobody sees. */
export interface Display {
  /** As in `DISPLAY`. */
  readonly name: string
  close(): Promise<void>
}

/** Starts Xvfb; resolves when it is up. */
export async function openDisplay(): Promise<Display> {
  const { process: xvfb, end } = startProgram('Xvfb', ['-displayfd', '3', '-nolisten', 'tcp'])
  const number = await new Promise<string>((resolve, reject) => {
    let said = ''
    // The pipe stays open: Xvfb ends where it can't write all of its line.
    const pipe = xvfb.stdio[3] as NodeJS.ReadableStream
    pipe.once('end', () => reject(new Error('Xvfb gave no display')))
    pipe.setEncoding('utf8').on('data', (part: string) => {
      said += part
      if (said.endsWith('\n')) resolve(said.trim())
    })
  })
  return { name: `:${number}`, close: end }
}
