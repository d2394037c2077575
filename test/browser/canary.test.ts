import { expect, test } from 'vitest'
import { expectNoSecrets } from '../../src/testing/expect-no-secrets'
import { secretsIn } from '../testing/secrets-found'
import { strict } from './backstage'
import { openScene } from './scene'

const mark = 'canarybird'
const password = `${mark} "pass"/wörd & <1>`
const subject = 84_128_412
const users = [{ id: subject, username: 'ada', password: 'lovelace', name: `${mark} Ada` }]
const path = `/api/things/${mark}-segment/?q=${mark}-query`

/** Which keys hold tokens while somebody is logged in. */
const holding = {
  indexedDb: ['IndexedDB auth-session'],
  'sealed indexedDb': [],
  localStorage: ['localStorage auth-session'],
  sessionStorage: ['sessionStorage auth-session'],
} as const

test.each(Object.entries(holding))('a life over %s leaves no secret in the page', async (store, expected) => {
  const { server, tabs, open } = await openScene({
    server: { ...strict, users },
    tabs: 1,
    page: { store: store as keyof typeof holding },
  })
  const [tab] = tabs
  if (tab === undefined) throw new Error('no tab')
  const other = await open()
  const said: string[] = []
  const tokens: string[] = []
  for (const { page } of [tab, other]) {
    page.on('console', (message) => said.push(message.text()))
    page.on('pageerror', (error) => said.push(`${error.message} ${error.stack}`))
    page.on('response', async (response) => {
      if (!response.url().includes('/api/token/')) return
      const body = await response.text().catch(() => '')
      for (const [, token = ''] of body.matchAll(/"(?:access|refresh)":"([^"]+)"/g)) tokens.push(token)
    })
  }
  await tab.reload()
  await tab.until('authenticated')
  await tab.login({ username: 'ada', password: 'lovelace' })
  const refusal = await tab.login({ username: 'ada', password }).catch((error: unknown) => String(error))
  await tab.ask(path, { method: 'POST', body: `${mark}-body` })
  await server.revokeAccess()
  expect(await tab.ask(path)).toBe(200)
  await tab.page.evaluate(() => void document.body.append(JSON.stringify(window.surface.timeline())))
  if (store !== 'sessionStorage') await other.until('authenticated')

  await expect.poll(() => tokens.length).toBeGreaterThanOrEqual(4)
  const named = tokens.map((token, index) => [`token ${index}`, token] as const)
  const secrets = { password, mark, ...Object.fromEntries(named) }
  const places = await tab.kept()
  const shown = [...new Set(secretsIn(places, { mark, ...Object.fromEntries(named) }).map(({ path: key }) => key))]
  expect(shown).toEqual(expected.map((key) => `["${key}"]`))
  expect(await tab.secretsShown(secrets)).toEqual([])
  expect(await other.secretsShown(secrets)).toEqual([])
  expect(await tab.secretsShown({ subject: String(subject) })).toEqual([])
  expectNoSecrets(
    { said, refusal, url: tab.page.url(), cookie: places['cookie'] },
    { ...secrets, subject: `${subject}` },
  )

  await tab.page.evaluate((leak) => Object.assign(window, { leak: { of: [leak] } }), password)
  expect(await tab.secretsShown(secrets)).toEqual(['window.leak.of[0]: password', 'window.leak.of[0]: mark'])
  await tab.logout()
  expect(secretsIn(await tab.kept(), secrets)).toEqual([])
})
