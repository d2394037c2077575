import { expect, test } from 'vitest'
import { type SessionPath, sessionPaths } from 'xstate-auth-session/testing'
import { readPage, sampleOf } from './page'
import { runSample, testsIn } from './sample'

const page = readPage('docs/testing.md')

/** As much of a document as the sample's screen needs. */
const document = { createElement: () => ({ textContent: '' }) }

test.each([
  ['test', ['a note that is sent as the token ends arrives once']],
  ['test every status', sessionPaths().map(({ name }) => name)],
  ['test tabs', ['a tab that is frozen learns of a logout when it thaws']],
  ['test secrets', ['a report of a failed save holds no secret']],
])('the tests of the sample “%s” pass', async (sample, names) => {
  const tests = await testsIn(sampleOf(page, sample), { document })
  expect([...tests.keys()]).toEqual(names)
  for (const run of tests.values()) await run()
})

test('a screen that does not say that the session has ended fails those paths on which it does, each at that step', async () => {
  const sample = sampleOf(page, 'test every status')
  const broken = sample.text.replace("status === 'expired' ? 'Please log in again.' : 'Log in'", "'Log in'")
  const tests = await testsIn({ ...sample, text: broken }, { document })
  const failed: string[] = []
  for (const [name, run] of tests) await run().catch(({ message }: Error) => void failed.push(`${name}: ${message}`))
  const ended = sessionPaths().filter(({ steps }) => steps.some(({ status }) => status === 'expired'))
  const step =
    /step \d of \d, ‘the renewal is refused’, leads to 'expired', and the app does not show it: expected 'Log in' to be/
  expect(failed).toEqual(ended.map(({ name }) => expect.stringMatching(new RegExp(`^${name}: ${step.source}`))))
})

test('the sample “in a browser” clicks its way through the page', async () => {
  type Exports = { paths: readonly SessionPath[]; walk(path: SessionPath, page: object): Promise<void> }
  const { paths, walk } = await runSample<Exports>(sampleOf(page, 'in a browser'))
  const done: string[] = []
  const noting = (name: string) => async (given: string) =>
    void done.push(given === undefined ? name : `${name} ${given}`)
  const names = ['goto', 'reload', 'click', 'waitForSelector']
  await walk(paths[1]!, Object.fromEntries(names.map((name) => [name, noting(name)])))
  expect(done).toEqual([
    'goto /',
    'waitForSelector [data-status=anonymous]',
    'click #log-in',
    'waitForSelector [data-status=authenticated]',
    'click #log-out',
    'waitForSelector [data-status=loggedOut]',
    'click #log-in',
    'waitForSelector [data-status=authenticated]',
  ])
})

test('every sample of the page is run by one of these tests', () => {
  const named = page.blocks.filter(({ language }) => language === 'ts').map(({ sample }) => sample)
  expect(named).toEqual(['test', 'test every status', 'in a browser', 'test tabs', 'test secrets'])
})
