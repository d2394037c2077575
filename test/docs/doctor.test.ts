import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { LIMITS } from '../../src/doctor/caller'
import { QUESTIONS } from '../../src/doctor/finding'
import { AGES } from '../../src/doctor/probes/reuse'
import { createTokenServer } from '../backends/embedded'
import { callDoctor, createLeapingTime, examined } from '../cli/doctor-scene'
import { namesIn, ROOT, readPage, sampleOf, tableOf } from './page'

const page = readPage('docs/doctor.md')

async function visited(...words: string[]) {
  const time = createLeapingTime()
  const server = await createTokenServer({ accessLifetime: 300, now: time.now })
  onTestFinished(() => server.close())
  const { output } = await callDoctor([server.url, '--origin', 'https://app.example.com', '--yes', ...words], { time })
  return output.replaceAll(server.url, 'https://api.example.com')
}

test('the sample is what it prints for a server that does not rotate', async () => {
  const transport = ['http:, but on this device alone', 'https:'] as const
  expect((await visited()).replace(...transport)).toBe(sampleOf(page, 'report').text)
})

test('the page lists every finding, with what it asks, in order', () => {
  const { rows } = tableOf(page, 'What it measures')
  const listed = rows.map(([id, asks]) => [namesIn(id!)[0], asks])
  expect(listed).toEqual(Object.entries(QUESTIONS))
})

test('every field of the JSON is listed, and its findings have what the page says', async () => {
  const report = JSON.parse(await visited('--json'))
  const { rows } = tableOf(page, 'For machines: `--json`')
  expect(rows.map(([field]) => namesIn(field!)[0])).toEqual(Object.keys(report))
  expect(Object.keys(report.findings[0])).toEqual(['id', 'verdict', 'seen', 'cure'])
})

test('every option is listed', async () => {
  const usage = (await callDoctor(['--help'])).output
  const { rows } = tableOf(page, 'Options')
  const listed = rows.flatMap(([options]) => namesIn(options!))
  expect(listed.sort()).toEqual([...new Set(usage.match(/--[a-z-]+/g))].sort())
})

test('the bounds are those of the code', () => {
  const text = readFileSync(join(ROOT, 'docs/doctor.md'), 'utf8').replaceAll('\n', ' ')
  const { calls, callTimeout, total } = LIMITS
  expect(text).toContain(`At most ${calls} requests, ${callTimeout / 1_000} s for each`)
  expect(text).toContain(`${total / 1_000} s for all of it`)
  expect(text).toContain(`is ${AGES.at(-1)} s. At a bound`)
})

test('what the page says of the environment is so', async () => {
  const server = await createTokenServer()
  onTestFinished(() => server.close())
  const [username, password] = ['DOCTOR_USERNAME', 'DOCTOR_PASSWORD']
  expect(page.code).toEqual(expect.arrayContaining([username, password]))
  const { verdict } = await examined([server.url], { env: { [username!]: 'ada', [password!]: 'lovelace' } })
  expect(verdict('login')).toBe('pass')
})
