import * as crypto from 'node:crypto'
import * as events from 'node:events'
import * as http from 'node:http'
import { expect, test } from 'vitest'
import { readPage, sampleOf } from './page'
import { runSample, testsIn } from './sample'

const page = readPage('docs/backends/custom.md')
const own = sampleOf(page, 'notes-backend.ts')

/** The page's tests, with that for the text of its backend. */
async function testsWith(backend = own.text) {
  const node = { 'node:crypto': crypto, 'node:events': events, 'node:http': http }
  const files = {
    './notes-backend': await runSample({ ...own, text: backend }),
    './notes-server': await runSample(sampleOf(page, 'notes-server.ts'), {}, node),
  }
  return testsIn(sampleOf(page, 'notes.test.ts'), {}, files)
}

const tests = await testsWith()

test('the suite has as many tests for the template as the page says', () => {
  expect(tests.size).toBe(29)
})

test.each([...tests])('the template, and the server for it: %s', async (_, run) => {
  await run()
})

test('a template that knows no final answer fails as the page says', async () => {
  const broken = await testsWith(
    own.text.replace("renewal: [{ status: 403, codes: ['unknown_token'] }]", 'renewal: []'),
  )
  const run = broken.get('a login that the server has ended ends the session, and asks no more')
  const said = page.blocks.find(({ language }) => language === '')!.text
  await expect(run!().catch(String)).resolves.toBe(said)
})

test('every sample of the page is run by one of these tests', () => {
  const named = page.blocks.filter(({ language }) => language === 'ts').map(({ sample }) => sample)
  expect(named).toEqual(['notes-backend.ts', 'notes-server.ts', 'notes.test.ts'])
})
