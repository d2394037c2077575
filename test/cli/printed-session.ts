import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { expect, onTestFinished, vi } from 'vitest'
import type { AuthSession } from 'xstate-auth-session'
import * as indexeddb from 'xstate-auth-session/indexeddb'
import type { DoctorReport } from '../../src/doctor/report'
import { memoryArea } from '../../src/platform/memory-storage'
import { runSample } from '../docs/sample'
import { typeErrorsIn } from '../docs/sample-types'

/** What the page has that a printed session runs in. */
interface PrintedPage {
  readonly fetch?: typeof globalThis.fetch
  readonly document?: { cookie: string }
  /** What it may import besides. */
  readonly packages?: Readonly<Record<string, object>>
}

const blockOf = ({ session }: Pick<DoctorReport, 'session'>) => ({
  page: 'the printed session',
  line: 1,
  language: 'ts',
  sample: null,
  text: session!,
})

/** Runs the module that a report prints, in a page of its own; gone when the test is over. */
export async function openPrinted(report: Pick<DoctorReport, 'session'>, { packages = {}, ...page }: PrintedPage = {}) {
  vi.stubGlobal('indexedDB', new IDBFactory())
  vi.stubGlobal('sessionStorage', memoryArea())
  for (const [name, value] of Object.entries(page)) vi.stubGlobal(name, value)
  onTestFinished(() => void vi.unstubAllGlobals())
  type Exports = { session: AuthSession<{ password: object }> }
  const known = { 'xstate-auth-session/indexeddb': indexeddb, ...packages }
  const { session } = await runSample<Exports>(blockOf(report), {}, known)
  onTestFinished(() => session.dispose())
  return session
}

/** The compiler has nothing against it. */
export function expectNoTypeErrors(...reports: readonly Pick<DoctorReport, 'session'>[]): void {
  expect(typeErrorsIn(reports.map(blockOf))).toEqual([])
}
