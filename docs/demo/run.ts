import { describe, type ServerEvent } from '../../test/backends/embedded'
import { type DemoServer, startDemoServer } from './demo-server'
import { type Flags, readFlags, USAGE } from './flags'
import { createInk } from './ink'
import { runTour } from './tour/tour'
import { users } from './users'
import { walkThrough } from './walk-through'

const ink = createInk(process.stdout)

/** Does what the command line asks for; resolves with the exit code. */
export async function run(given: readonly string[]): Promise<number> {
  let flags: Flags
  try {
    flags = readFlags(given)
  } catch (error) {
    console.error((error as Error).message)
    return 1
  }
  if (flags.help) {
    console.log(USAGE)
    return 0
  }
  return flags.tour ? runTour((line) => console.log(line), ink) : runDemo(flags)
}

async function runDemo(flags: Flags): Promise<number> {
  let server: DemoServer
  const narrate = (event: ServerEvent) => {
    console.log(describe(event))
    if (event.type === 'network' && !event.up)
      console.log(ink.dim(`              to mend it: curl -d '{"up":true}' ${server.url}/control/network`))
  }
  try {
    server = await startDemoServer({ ...flags, log: narrate })
  } catch (error) {
    console.error(explain(error, flags.port))
    return 1
  }
  console.log(introduction(server.url, flags.lifetime))
  await interrupted()
  await server.close()
  console.log('\nThe demo has ended.')
  return 0
}

function introduction(url: string, lifetime: number): string {
  const commands = walkThrough(url, lifetime).flatMap(({ title, command }) => [ink.dim(`# ${title}`), command])
  return [
    '',
    `  ${ink.bold('The page')}   ${ink.accent(url)}`,
    `  ${ink.bold('Users')}      ${users.map(({ username, password }) => `${username} / ${password}`).join('    ')}`,
    `  ${ink.bold('Tokens')}     access ${lifetime} s, refresh 1 day, rotated; one that is used twice ends its login`,
    `  ${ink.bold('End')}        Ctrl-C`,
    '',
    ink.bold('The same by hand, line by line in another terminal:'),
    '',
    ...commands,
    '',
    ink.bold('What the server sees (UTC):'),
    '',
  ].join('\n')
}

function explain(error: unknown, port: number): string {
  const { code } = Object(error) as { code?: string }
  if (code === 'EADDRINUSE') return `Port ${port} is taken. Choose another one, or leave --port out for any free one.`
  if (code === 'EACCES') return `Port ${port} is not open to you. Choose one above 1023, or leave --port out.`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
}
