import 'fake-indexeddb/auto'
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { IDBFactory } from 'fake-indexeddb'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { type AuthSession, createAuthSession, legacyKeys, memoryStorage, webStorage } from 'xstate-auth-session'
import { indexedDbStorage } from 'xstate-auth-session/indexeddb'
import { createFakeBackend } from 'xstate-auth-session/testing'
import { memoryArea } from '../../src/platform/memory-storage'
import { createTokenServer } from '../backends/embedded'
import { namesIn, ROOT, readPage, sampleOf, tableOf } from './page'
import { partsOf } from './public-types'
import { against, runSample } from './sample'
import { typeErrorsIn } from './sample-types'
import { openSituation, situations } from './situations'
import { waysBetweenStatuses } from './ways'

const page = readPage('README.md')
const firstScreen = sampleOf(page, 'ten lines')

test('the ten lines are ten, and log in, ask and log out', async () => {
  expect(firstScreen.text.split('\n')).toHaveLength(10)
  await using server = await createTokenServer({ rotation: true })
  type Exports = { session: AuthSession; response: Response }
  const { session, response } = await runSample<Exports>(against(firstScreen, server.url))
  expect(await response.json()).toMatchObject({ username: 'ada' })
  expect(session.getSnapshot().status).toBe('loggedOut')
  expect(server.requests.map(({ method, path, status }) => [method, path, status])).toEqual([
    ['POST', '/api/token/', 200],
    ['GET', '/api/me/', 200],
    ['POST', '/api/token/blacklist/', 200],
  ])
  expect(await server.families().map(({ alive }) => alive)).toEqual([false])
  session.dispose()
})

describe('what happens when', () => {
  const { rows } = tableOf(page, 'What happens when')

  test('has a test for every row', () => {
    expect(rows.map(([words]) => words)).toEqual(Object.keys(situations))
  })

  test.each(Object.entries(situations))('%s', async (_, comesAbout) => {
    const situation = await openSituation()
    onTestFinished(() => situation.session.dispose())
    await comesAbout(situation)
  })
})

test('the table of storages says what survives F5, and what the snapshot calls it', async () => {
  vi.stubGlobal('indexedDB', new IDBFactory())
  vi.stubGlobal('sessionStorage', memoryArea())
  vi.stubGlobal('localStorage', memoryArea())
  onTestFinished(() => void vi.unstubAllGlobals())
  const keys = { access: 'access', refresh: 'refresh' }
  const makers = [
    memoryStorage,
    () => webStorage(sessionStorage),
    () => indexedDbStorage(),
    () => webStorage(localStorage),
    () => legacyKeys(keys),
  ]
  const found = []
  for (const make of makers) {
    const { backend, fetch } = createFakeBackend()
    const before = createAuthSession({ backend, fetch, storage: make() })
    await before.login({ username: 'ada', password: 'lovelace' })
    before.dispose()
    const after = createAuthSession({ backend, fetch, storage: make(), key: 'auth-session' })
    found.push([await after.start(), after.getSnapshot().persistence])
    await after.logout()
    after.dispose()
  }
  const { rows } = tableOf(page, 'Where tokens live')
  const told = rows.map(([, reload, , , persistence]) => [
    /^keeps/.test(reload!) ? 'authenticated' : 'anonymous',
    namesIn(persistence!)[0],
  ])
  expect(found).toEqual(told)
})

test('the table of members is complete', () => {
  const { rows } = tableOf(page, 'Members')
  const named = rows.flatMap(([member]) => namesIn(member!)).map((code) => code.replace(/(.)\(.*/, '$1'))
  expect([...new Set(named)].sort()).toEqual([...partsOf('AuthSession'), 'createAuthSession'].sort())
})

test('every arrow of the chart is a way that the machine knows', () => {
  const chart = page.blocks.find(({ language }) => language === 'mermaid')!.text
  const drawn = [...chart.matchAll(/^ +(\w+) --> (\w+)/gm)].map(([, from, to]) => `${from} → ${to}`)
  expect(drawn).toHaveLength(14)
  const known = waysBetweenStatuses()
  expect(drawn.filter((way) => !known.has(way))).toEqual([])
})

const pages = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md']
  .concat(
    readdirSync(join(ROOT, 'docs'), { encoding: 'utf8', recursive: true }).map((file) => posix.join('docs', file)),
  )
  .filter((file) => file.endsWith('.md'))
  .map(readPage)

/** What they show is at hand in nested packages alone (`test/ui`, `test/clients`, `test/backends/oauth`), whose tests check them. */
const elsewhere = /^docs\/(ui|clients\/fetch|backends\/(delegated|oauth2))/

test('the samples of the pages have no type error', () => {
  const blocks = pages.filter(({ path }) => !elsewhere.test(path)).flatMap((each) => each.blocks)
  const samples = blocks.filter(({ language }) => language === 'ts')
  expect(samples.length).toBeGreaterThan(10)
  expect(typeErrorsIn(samples)).toEqual([])
})

test.each(pages.map((each) => [each.path, each] as const))('the links of %s lead somewhere', (path, { links }) => {
  const dead = links.filter((link) => {
    if (/^https:/.test(link)) return false
    const [target = '', anchor] = link.split('#')
    const file = target === '' ? path : posix.join(dirname(path), target)
    if (!existsSync(join(ROOT, file))) return true
    return anchor !== undefined && !readPage(file).anchors.includes(anchor)
  })
  expect(dead).toEqual([])
})
