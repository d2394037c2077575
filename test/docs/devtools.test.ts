import { expect, onTestFinished, test, vi } from 'vitest'
import type { AuthSession } from 'xstate-auth-session'
import * as devtools from 'xstate-auth-session/devtools'
import { controlOf } from '../../src/devtools/control'
import { LEVERS } from '../../src/devtools/panel/levers-part'
import { memoryArea } from '../../src/platform/memory-storage'
import { readPage, sampleOf, tableOf } from './page'
import { runSample } from './sample'

const page = readPage('docs/devtools.md')

test('the sample creates a session with ports, and mounts nothing where there is no document', async () => {
  vi.stubGlobal('localStorage', memoryArea())
  onTestFinished(() => void vi.unstubAllGlobals())
  type Exports = { session: AuthSession; removePanel(): void }
  const packages = { 'xstate-auth-session/devtools': devtools }
  const { session, removePanel } = await runSample<Exports>(sampleOf(page, 'add it'), {}, packages)
  onTestFinished(() => session.dispose())
  expect(controlOf(session)?.state()).toMatchObject({ key: 'auth-session', hasSharedStore: true, ahead: 0 })
  expect(removePanel()).toBeUndefined()
})

test('the page lists every lever, in the panel’s order', () => {
  expect(tableOf(page, 'The levers').rows.map(([name]) => name)).toEqual(LEVERS.map(({ name }) => name))
})

test('every sample of the page is run by one of these tests', () => {
  expect(page.blocks.map(({ sample }) => sample)).toEqual(['add it'])
})
