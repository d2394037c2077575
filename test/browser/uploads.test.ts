import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createTokenServer } from '../backends/embedded'
import { readPage, sampleOf } from '../docs/page'
import { ada } from './backstage'
import { type Chromium, startChromium } from './chromium'
import type {} from './clients/clients'
import { openSite, type Site } from './site'

const SIZE = 3_000_000
const ways = ['XMLHttpRequest', 'axios'] as const

let browser: Chromium
let site: Site

beforeAll(async () => {
  browser = await startChromium()
  site = await openSite(join(import.meta.dirname, 'clients'))
})

afterAll(async () => {
  await browser?.close()
  await site?.close()
})

async function openUploads() {
  const server = await createTokenServer({ accessLifetime: 600 })
  const page = await browser.context.newPage()
  onTestFinished(async () => {
    await page.close()
    await server.close()
  })
  await page.goto(site.url)
  await page.evaluate(([url, credentials]) => window.clients.login(url, credentials), [server.url, ada] as const)
  const upload = (how: (typeof ways)[number], abortAt?: number) =>
    page.evaluate(([way, url, size, at]) => window.clients.upload(way, url, size, at), [
      how,
      `${server.url}/api/files/`,
      SIZE,
      abortAt,
    ] as const)
  const generations = () =>
    server.requests.filter(({ path }) => path === '/api/files/').map(({ bearer }) => bearer?.generation)
  return { server, upload, generations }
}

test.each(ways)('an upload by %s tells its progress, of the replay too', async (how) => {
  const { server, upload, generations } = await openUploads()
  expect(await upload(how)).toEqual({ status: 200, ends: [SIZE] })
  server.revokeAccess()
  expect(await upload(how)).toEqual({ status: 200, ends: [SIZE, SIZE] })
  expect(generations()).toEqual([1, 1, 2])
})

test.each([
  ['XMLHttpRequest', 'Error: left'],
  ['axios', 'ERR_CANCELED Error: left'],
] as const)('an upload by %s is aborted on the wire, with the caller’s reason', async (how, told) => {
  const { upload } = await openUploads()
  expect(await upload(how, 1)).toMatchObject({ status: told })
})

test('the upload is the one that docs/clients/xhr.md shows', () => {
  const shown = sampleOf(readPage('docs/clients/xhr.md'), 'upload').text
  expect(readFileSync(join(import.meta.dirname, 'clients/upload.ts'), 'utf8')).toBe(`${shown}\n`)
})
