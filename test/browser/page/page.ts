import './without'
import { AuthSessionError, createAuthSession, memoryStorage, webStorage } from 'xstate-auth-session'
import { cookieSession, simpleJwt } from 'xstate-auth-session/backends'
import { indexedDbStorage } from 'xstate-auth-session/indexeddb'
import { bothInCookies } from '../../backends/cookies/both-in-cookies'
import { createDiary } from './diary'
import { kept } from './kept'
import { overhear } from './overheard'
import { readParameters } from './parameters'
import { secretsShown } from './shown'
import type { Outcome, PageSurface } from './surface'

const stores = {
  indexedDb: () => indexedDbStorage(),
  'sealed indexedDb': () => indexedDbStorage({ sealed: true }),
  localStorage: () => webStorage(() => localStorage),
  sessionStorage: () => webStorage(() => sessionStorage),
  memory: () => memoryStorage(),
}

const { api, store, renewal, cookies } = readParameters()
const overheard = overhear()
const diary = createDiary()
const session = createAuthSession({
  backend: cookies
    ? cookieSession({
        baseUrl: api,
        csrf: { path: '/api/session/csrf/' },
        hintCookie: 'signed_in',
        ...(cookies === 'both' && bothInCookies),
      })
    : simpleJwt({ baseUrl: api }),
  storage: stores[store](),
  fetch: diary.fetch,
  renewal,
})
diary.follow(session)
void session.start()

const worked: Record<string, number> = {}
let asked: Promise<Outcome> = Promise.resolve('never asked')

const surface: PageSurface = {
  login: session.login,
  logout: session.logout,
  snapshot: session.getSnapshot,
  timeline: session.timeline,
  secretsShown: (secrets) => secretsShown({ session, overheard }, secrets),
  kept,
  diary: () => diary.entries,
  async ask(path, init) {
    const outcome = await session.fetch(api + path, init).then(
      ({ status }) => status,
      (error) => (error instanceof AuthSessionError ? error.code : (error as Error).name),
    )
    diary.note(`${path} ${outcome}`)
    return outcome
  },
  askOn(signal, path) {
    const target = signal === 'resume' ? document : window
    asked = new Promise((resolve) => {
      target.addEventListener(signal, () => resolve(surface.ask(path)), { once: true })
    })
  },
  asked: () => asked,
  stamp: () => session.actor.getSnapshot().context.stamp,
  async stored() {
    const { record } = await stores[store]()('auth-session').read()
    return record && { epoch: record.epoch, generation: record.generation }
  },
  work() {
    void keepWorking()
  },
  worked: () => worked,
  sleep(ms) {
    const { now } = Date
    Date.now = () => now() + ms
  },
  until: (status) =>
    new Promise((resolve) => {
      const look = () => {
        if (session.getSnapshot().status === status) resolve()
      }
      session.subscribe(look)
      look()
    }),
}

async function keepWorking() {
  for (;;) {
    const { user_id: user } = session.getSnapshot().claims ?? {}
    if (user !== undefined) {
      const outcome = await surface.ask(`/api/of/${user}/`)
      worked[outcome] = (worked[outcome] ?? 0) + 1
      diary.entries.length = 0
    }
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

Object.assign(window, { surface })
