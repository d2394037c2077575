import type { TestCredentials } from '../doctor/target'
import { OrderError } from './doctor-words'
import type { Terminal } from './terminal'

/** From the environment, from the input, or from the person there; `null` where there is none of them. Never from arguments. */
export async function credentialsFrom(terminal: Terminal, readsStdin: boolean): Promise<TestCredentials | null> {
  const { DOCTOR_USERNAME: username, DOCTOR_PASSWORD: password } = terminal.env
  if (readsStdin) return credentialsIn(await terminal.readInput())
  if (username && password) return { username, password }
  if (!terminal.isInteractive) return null
  const asked = username || (await terminal.ask('User name of a test user (empty: measure without): '))
  if (!asked) return null
  return { username: asked, password: password || (await terminal.askSecretly('Password, which is not shown: ')) }
}

/** Of a login elsewhere; from the environment alone. */
export const refreshTokenFrom = ({ env }: Terminal): string | null => env['DOCTOR_REFRESH_TOKEN'] || null

function credentialsIn(text: string): TestCredentials {
  try {
    const { username, password } = JSON.parse(text)
    if (typeof username === 'string' && typeof password === 'string') return { username, password }
  } catch {
    // What can't be parsed holds a password all the same, so nothing of it is told.
  }
  throw new OrderError('the input is no JSON like {"username": "…", "password": "…"}')
}
