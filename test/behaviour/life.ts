import { expect } from 'vitest'
import { initialTransition, type SnapshotFrom, transition } from 'xstate'
import { type Happening, say } from './happenings'
import { model } from './model'
import { openPage } from './page'
import { differences, foresee } from './sight'

type State = SnapshotFrom<typeof model>

type Page = Awaited<ReturnType<typeof openPage>>

const deeds: { [Type in Happening['type']]: (page: Page, happening: Extract<Happening, { type: Type }>) => unknown } = {
  'user.loggedIn': (page, { as }) => page.logIn(as),
  'user.loggedOut': (page) => page.logOut(),
  'user.acknowledged': (page) => page.acknowledge(),
  'page.reloaded': (page) => page.reload(),
  'request.sent': (page, { how }) => page.send(how),
  'request.aborted': (page) => page.abortFirst(),
  'time.passed': (page, { to }) => page.pass(to),
  'device.slept': (page, { to }) => page.sleep(to),
  'device.woke': (page) => page.wake(),
  'server.fell': (page, { into }) => page.fall(into),
  'server.recovered': (page) => page.recover(),
  'access.revoked': (page) => page.revokeAccess(),
  'refresh.revoked': (page) => page.revokeRefresh(),
  'network.went': (page) => page.loseNetwork(),
  'network.came': (page) => page.findNetwork(),
  'sibling.loggedIn': (page, { as }) => page.letSiblingLogIn(as),
  'sibling.loggedOut': (page) => page.letSiblingLogOut(),
  'sibling.renewed': (page) => page.letSiblingRenew(),
}

/** What was wrong is over. */
const lastly: readonly Happening[] = [
  { type: 'device.woke' },
  { type: 'server.recovered' },
  { type: 'network.came' },
  { type: 'time.passed', to: 'patience over' },
  { type: 'time.passed', to: 'token over' },
  { type: 'page.reloaded' },
  { type: 'request.sent', how: 'auto' },
]

export type Life = Awaited<ReturnType<typeof createLife>>

/** Lets things happen to the model and to a page, and looks at both after each. */
export async function createLife() {
  const page = await openPage()
  const lived: Happening[] = []
  let [state] = initialTransition(model)

  const live = async (happening: Happening): Promise<void> => {
    const [least, most] = state.context.asked
    const before = page.asked()
    lived.push(happening)
    state = transition(model, state, happening)[0]
    await (deeds[happening.type] as (page: Page, happening: Happening) => unknown)(page, happening)
    await page.rest()
    const wrong = differences(page.look(), foresee(state))
    const { failed, nextTry, asked } = state.context
    const stray = failed && ['soon', 'with the answer'].includes(nextTry) ? 1 : 0
    const times = page.asked() - before
    if (times < asked[0] - least || times > asked[1] - most + stray)
      wrong.push(`${times} renewals were asked for, not ${asked[0] - least} to ${asked[1] - most + stray}`)
    if (wrong.length > 0) throw new Error(`after ${say(happening)}: ${wrong.join('; ')}`)
  }

  return {
    get state(): State {
      return state
    },
    live,
    lived: lived as readonly Happening[],

    /** What is wrong ends, and so does the page: everything that was begun settles, and nothing is left. */
    async end(): Promise<void> {
      for (const happening of lastly) if (state.can(happening)) await live(happening)
      const { refresh, survivors } = state.context
      const isAlive = state.matches({ awake: 'loggedIn' }) && refresh === 'good'
      const { logins, ...left } = await page.close()
      expect(left).toEqual({ unsettled: [], logouts: [], timers: 0 })
      expect(logins, 'logins that live on').toBeGreaterThanOrEqual(Number(isAlive))
      expect(logins, 'logins that live on').toBeLessThanOrEqual(Number(isAlive) + survivors)
    },
  }
}
