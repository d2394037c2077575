import type { SessionStorage } from 'xstate-auth-session'
import { ada, type Stage, type setStage } from './stage'

export const MINUTE = 60_000

export const quietly = (promise: Promise<unknown>): void => void promise.catch(() => {})

/** How a session came to its end, and what is to be said of it. */
export interface ToldEnding {
  readonly how: string
  readonly stage?: Parameters<typeof setStage>[0]
  readonly live: (stage: Stage) => Promise<void>
  /** Of which recordings; by default of all. */
  readonly of?: readonly number[]
  readonly said: string
}

/** One session, logged in. */
export async function logIn({ open }: Stage, storage?: SessionStorage) {
  const session = open(storage)
  await session.login(ada)
  return session
}

/** Two tabs of one browser, both logged in. */
export async function openTwo(stage: Stage) {
  const browser = stage.browse()
  const [first, second] = [browser.open(), browser.open()]
  await first.session.login(ada)
  await second.session.start()
  return { browser, first, second }
}
