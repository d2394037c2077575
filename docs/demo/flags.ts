/** What `npm start` was asked for. */
export interface Flags {
  readonly tour: boolean
  readonly help: boolean
  /** 0: any free one. */
  readonly port: number
  /** Life of an access token in seconds. */
  readonly lifetime: number
}

export const USAGE = `npm start                     the demo server and its page
npm start -- --port 4000      on a port of your choice
npm start -- --lifetime 60    access tokens that live 60 s instead of 20 s
npm run tour                  the same story in the terminal, with checks`

/** Reads the command line. @throws TypeError that says what is wrong with it. */
export function readFlags(given: readonly string[]): Flags {
  const flags = { tour: false, help: false, port: 0, lifetime: 20 }
  const rest = given.flatMap((word) =>
    /^--\w+=/.test(word) ? [word.replace(/=.*/, ''), word.replace(/^.*?=/, '')] : word,
  )
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--tour') flags.tour = true
    else if (word === '--help' || word === '-h') flags.help = true
    else if (word === '--port') flags.port = whole(word, rest.shift(), 0, 65_535)
    else if (word === '--lifetime') flags.lifetime = whole(word, rest.shift(), 2, 3_600)
    else throw new TypeError(`'${word}' is no option. These are:\n\n${USAGE}`)
  }
  return flags
}

function whole(name: string, text: string | undefined, min: number, max: number): number {
  const value = /^\d+$/.test(text ?? '') ? Number(text) : Number.NaN
  if (value >= min && value <= max) return value
  throw new TypeError(`${name} takes a whole number from ${min} to ${max}, not '${text ?? ''}'`)
}
