import { expect, onTestFinished, test } from 'vitest'
import { createTokenServer } from '../../backends/embedded'
import { type EngineName, inEveryEngine } from './engines'
import { openPages } from './pages'
import { comeBack, leave } from './travel'

interface Case {
  /** What the page has open when it is left. */
  readonly open: (endless: string) => unknown
  /** What another tab does meanwhile. */
  readonly meanwhile?: () => unknown
  /** How a page that is kept finds it; by default `as it was`. */
  readonly find?: () => unknown
  /** Who has the page still when the user comes back, and how it finds what it had open. */
  readonly keptBy: { readonly [Name in EngineName]?: string }
}

const openChannel = () => {
  const channel = new BroadcastChannel('words')
  channel.onmessage = ({ data }) => Object.assign(window, { news: data })
}

/** What has become of it by half a second after the page's return. */
const findNews = () => new Promise((found) => setTimeout(() => found('news' in window ? window.news : 'no news'), 500))

const sayWord = () => new BroadcastChannel('words').postMessage('word')

const holdLock = () =>
  new Promise<void>((held) => {
    void navigator.locks.request('turn', () => {
      held()
      return new Promise(() => {})
    })
  })

const findLock = async () => ((await navigator.locks.query()).held?.length === 1 ? 'held' : 'given to nobody')

const EVERYWHERE = { Firefox: 'as it was', WebKit: 'as it was', Chromium: 'as it was' }

const CASES: Record<string, Case> = {
  'nothing open': { open: () => {}, keptBy: EVERYWHERE },
  'an idle database open': {
    open: () => new Promise((opened) => indexedDB.open('numbers').addEventListener('success', opened)),
    keptBy: EVERYWHERE,
  },
  'a channel open that nobody speaks on': { open: openChannel, keptBy: EVERYWHERE },
  'a channel open that another tab speaks on': {
    open: openChannel,
    meanwhile: sayWord,
    find: findNews,
    keptBy: { WebKit: 'no news' },
  },
  'a channel that it closes on pagehide, and another tab speaks on': {
    open: () => {
      const channel = new BroadcastChannel('words')
      addEventListener('pagehide', () => channel.close())
    },
    meanwhile: sayWord,
    keptBy: EVERYWHERE,
  },
  'a lock that nobody else wants': {
    open: holdLock,
    find: findLock,
    keptBy: { WebKit: 'given to nobody', Chromium: 'held' },
  },
  'a lock that another tab takes': {
    open: holdLock,
    meanwhile: () => navigator.locks.request('turn', () => {}),
    find: findLock,
    keptBy: { WebKit: 'given to nobody' },
  },
  'a request without an answer yet': {
    open: (endless) => void fetch(endless).catch(({ name }) => Object.assign(window, { news: name })),
    find: findNews,
    keptBy: { WebKit: 'TypeError', Chromium: 'no news' },
  },
}

inEveryEngine((openTab, engine) => {
  test.for(Object.entries(CASES))(
    'a page with %s that is left',
    async ([, { open, meanwhile, find = () => 'as it was', keptBy }], { annotate }) => {
      const server = await createTokenServer()
      onTestFinished(() => server.close())
      server.faults.always({ path: '/api/endless/' }, { kind: 'hang' })
      const [tab, other] = await openPages(openTab)
      await tab.show()
      await tab.evaluate(open, `${server.url}/api/endless/`)
      await leave(tab, `${await tab.evaluate(() => location.href)}?next`)
      if (meanwhile) await other.evaluate(meanwhile)
      const found = (await comeBack(tab)) ? await tab.evaluate(find) : 'loaded anew'
      await annotate(String(found))
      expect(found).toBe(keptBy[engine] ?? 'loaded anew')
    },
  )
})
