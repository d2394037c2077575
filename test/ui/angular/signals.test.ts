import { ChangeDetectionStrategy, Component, EnvironmentInjector, effect, runInInjectionContext } from '@angular/core'
import { TestBed } from '@angular/core/testing'
import { expect, test } from 'vitest'
import { createAuthSession } from 'xstate-auth-session'
import {
  injectAuthSelector,
  injectAuthSession,
  injectAuthSnapshot,
  injectAuthStatus,
  injectUser,
} from 'xstate-auth-session/angular'
import { createFakeBackend, createSessionStage, createSimulatedTime, sessionPaths } from 'xstate-auth-session/testing'
import { ada, openScene } from '../../session/scene'
import { openApp } from './app'

interface User {
  readonly username: string
}

test('signals follow the session', async () => {
  const { session } = await openScene()
  openApp(session)
  const { snapshot, status, user, held } = TestBed.runInInjectionContext(() => ({
    snapshot: injectAuthSnapshot<User>(),
    status: injectAuthStatus(),
    user: injectUser<User>(),
    held: injectAuthSelector(({ held }) => held),
  }))
  expect([snapshot(), status(), user(), held()]).toEqual([session.getSnapshot(), 'restoring', null, 0])
  await session.login(ada)
  expect(snapshot()).toBe(session.getSnapshot())
  expect([status(), user(), held()]).toEqual(['authenticated', session.getSnapshot().user, 0])
  await session.logout()
  expect([status(), user()]).toEqual(['loggedOut', null])
})

test('an effect runs when what it reads has changed, and no more often', async () => {
  const time = createSimulatedTime()
  const server = createFakeBackend({ now: time.now, accessLifetime: 300 })
  const session = createAuthSession({ backend: server.backend, fetch: server.fetch, clock: time.clock })
  await session.login(ada)
  openApp(session)
  const seen: unknown[] = []
  runInInjectionContext(TestBed.inject(EnvironmentInjector), () => {
    const loggedIn = injectAuthSelector((snapshot) => snapshot.loggedIn)
    const whole = injectAuthSelector(
      ({ status, expiresAt }) => ({ status, expiresAt }),
      (a, b) => a.status === b.status,
    )
    effect(() => void seen.push(loggedIn()))
    effect(() => void seen.push(whole().status))
  })
  TestBed.tick()
  expect(seen).toEqual([true, 'authenticated'])
  const before = session.getSnapshot().expiresAt
  await time.advance(300_000)
  TestBed.tick()
  expect(session.getSnapshot().expiresAt).not.toBe(before)
  expect(seen).toEqual([true, 'authenticated'])
  await session.logout()
  TestBed.tick()
  expect(seen).toEqual([true, 'authenticated', false, 'loggedOut'])
  session.dispose()
})

@Component({
  selector: 'app-notes',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (snapshot().loggedIn) {
      <h1>Your notes</h1>
    } @else {
      <p>{{ snapshot().status }}</p>
    }
  `,
})
class Notes {
  readonly session = injectAuthSession()
  readonly snapshot = injectAuthSnapshot()
}

test('a component without zones is shown anew by itself', async () => {
  const { session } = await openScene()
  openApp(session)
  const fixture = TestBed.createComponent(Notes)
  const shows = async () => {
    await fixture.whenStable()
    return (fixture.nativeElement as HTMLElement).textContent?.trim()
  }
  await session.login(ada)
  expect(await shows()).toBe('Your notes')
  await fixture.componentInstance.session.logout()
  expect(await shows()).toBe('loggedOut')
  fixture.destroy()
})

for (const path of sessionPaths())
  test(`a signal follows: ${path.name}`, async () => {
    let status = () => 'none'
    const stage = createSessionStage({
      open(session) {
        openApp(session)
        status = TestBed.runInInjectionContext(injectAuthStatus)
        return () => void TestBed.resetTestingModule()
      },
    })
    await path.walk(stage.acts, (expected) => expect(status()).toBe(expected))
    stage.dispose()
  })
