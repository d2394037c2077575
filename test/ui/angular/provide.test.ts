import {
  createEnvironmentInjector,
  EnvironmentInjector,
  ErrorHandler,
  PLATFORM_ID,
  provideZonelessChangeDetection,
} from '@angular/core'
import { TestBed } from '@angular/core/testing'
import { expect, onTestFinished, test } from 'vitest'
import { AuthSessionError } from 'xstate-auth-session'
import {
  injectAuthSelector,
  injectAuthSession,
  injectAuthSnapshot,
  injectAuthStatus,
  injectUser,
  provideAuthSession,
} from 'xstate-auth-session/angular'
import { eventually, statusOf } from '../../session/moments'
import { ada, openScene } from '../../session/scene'
import { openApp } from './app'

/** A platform that counts who listens to it. */
function createListened() {
  const listened = {
    by: 0,
    lifecycle: {
      isOnline: () => true,
      attach() {
        listened.by++
        return () => void listened.by--
      },
    },
  }
  return listened
}

/** What the app's `ErrorHandler` is told. */
function createErrors() {
  const told: unknown[] = []
  return {
    told,
    provider: { provide: ErrorHandler, useValue: { handleError: (error: unknown) => void told.push(error) } },
  }
}

test('a session begins with the app', async () => {
  const { session } = await openScene()
  openApp(session)
  await statusOf(session, 'anonymous')
  expect(TestBed.runInInjectionContext(injectAuthSession)).toBe(session)
})

test('a session lets go of its page when the app is destroyed, and nobody is logged out', async () => {
  const listened = createListened()
  const { session } = await openScene({ session: { lifecycle: listened.lifecycle } })
  openApp(session)
  await session.login(ada)
  const status = TestBed.runInInjectionContext(injectAuthStatus)
  expect(listened.by).toBe(1)
  TestBed.resetTestingModule()
  expect(listened.by).toBe(0)
  expect(session.getSnapshot().status).toBe('authenticated')
  await session.logout()
  expect(status()).toBe('authenticated')
})

test('a session does not begin on a server', async () => {
  const listened = createListened()
  const { session } = await openScene({ session: { lifecycle: listened.lifecycle } })
  openApp(session, [{ provide: PLATFORM_ID, useValue: 'server' }])
  expect(listened.by).toBe(0)
})

test('a session that was started elsewhere too outlives the app', async () => {
  const listened = createListened()
  const { session } = await openScene({ session: { lifecycle: listened.lifecycle } })
  await session.start()
  openApp(session)
  TestBed.resetTestingModule()
  expect(listened.by).toBe(1)
  session.stop()
  expect(listened.by).toBe(0)
})

test('an app has one session', async () => {
  const { session, openSession } = await openScene()
  const said = 'provideAuthSession: the app has a session already'
  expect(() => openApp(session, [provideAuthSession(openSession())])).toThrow(said)
  TestBed.resetTestingModule()
  openApp(session)
  const above = TestBed.inject(EnvironmentInjector)
  expect(() => createEnvironmentInjector([provideAuthSession(openSession())], above)).toThrow(said)
})

test.each([
  ['injectAuthSession', injectAuthSession],
  ['injectAuthSnapshot', injectAuthSnapshot],
  ['injectAuthStatus', injectAuthStatus],
  ['injectUser', injectUser],
  ['injectAuthSelector', () => injectAuthSelector(({ held }) => held)],
])('%s says what is missing where the app has no session', (_, ask: () => unknown) => {
  onTestFinished(() => void TestBed.resetTestingModule())
  TestBed.configureTestingModule({ providers: [provideZonelessChangeDetection()] })
  expect(() => TestBed.runInInjectionContext(ask)).toThrow(
    /^inject\w+: the app has no session; add provideAuthSession\(session\) to its providers$/,
  )
})

test('a session that has ended for good is told to the ErrorHandler', async () => {
  const { session } = await openScene()
  session.dispose()
  const errors = createErrors()
  openApp(session, [errors.provider])
  await eventually(() => expect(errors.told).toEqual([new AuthSessionError('disposed')]))
})

test('a session that ends after its app is told to nobody', async () => {
  const { session } = await openScene()
  const errors = createErrors()
  openApp(session, [errors.provider])
  TestBed.resetTestingModule()
  const started = session.start()
  session.dispose()
  await expect(started).rejects.toEqual(new AuthSessionError('disposed'))
  expect(errors.told).toEqual([])
})
