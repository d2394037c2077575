import { Component, PLATFORM_ID, type Provider } from '@angular/core'
import { TestBed } from '@angular/core/testing'
import { provideRouter, Router } from '@angular/router'
import { RouterTestingHarness } from '@angular/router/testing'
import { expect, test } from 'vitest'
import type { AuthSession } from 'xstate-auth-session'
import { type AuthGuardOptions, authGuard } from 'xstate-auth-session/angular'
import { ada, openScene } from '../../session/scene'
import { openApp } from './app'

@Component({ selector: 'app-page', template: '' })
class Page {}

/** An app at whose notes only those may look who are logged in. */
async function openRoutes(
  session: AuthSession,
  { login = '/login', ...options }: Partial<AuthGuardOptions> = {},
  providers: Provider[] = [],
) {
  const routes = [
    { path: 'notes/:id', component: Page, canActivate: [authGuard({ ...options, login })] },
    { path: '**', component: Page },
  ]
  openApp(session, [provideRouter(routes), providers])
  const harness = await RouterTestingHarness.create()
  const router = TestBed.inject(Router)
  return {
    router,
    async goTo(path: string): Promise<string> {
      await harness.navigateByUrl(path)
      return router.url
    },
  }
}

test('those who are logged in pass', async () => {
  const { session } = await openScene()
  const { goTo } = await openRoutes(session)
  await session.login(ada)
  expect(await goTo('/notes/7?page=2#end')).toBe('/notes/7?page=2#end')
})

test('others are led to the login, and the path to return to comes along', async () => {
  const { session } = await openScene()
  const { goTo, router } = await openRoutes(session)
  expect(await goTo('/notes/7?page=2#end')).toBe('/login?redirect=%2Fnotes%2F7%3Fpage%3D2%23end')
  const { redirect } = router.parseUrl(router.url).queryParams
  await session.login(ada)
  expect(await goTo(redirect)).toBe('/notes/7?page=2#end')
})

test('an app has a login path and a parameter of its own', async () => {
  const { session } = await openScene()
  const { goTo } = await openRoutes(session, { login: '/sign/in?kind=staff', returnParameter: 'next' })
  expect(await goTo('/notes/7')).toBe('/sign/in?kind=staff&next=%2Fnotes%2F7')
})

test('it waits for a session that is being restored', async () => {
  const { session, openSession } = await openScene()
  await session.login(ada)
  const accessToken = await session.accessToken()
  const restored = openSession()
  const { goTo } = await openRoutes(restored)
  const gone = goTo('/notes/7')
  expect(restored.getSnapshot().status).toBe('restoring')
  await restored.setTokens({ accessToken })
  expect(await gone).toBe('/notes/7')
})

test('whose session has ended is led to the login too', async () => {
  const { session, server, url } = await openScene()
  const { goTo } = await openRoutes(session)
  await session.login(ada)
  await server.revokeFamilies()
  await expect(session.fetch(url('/api/me/'))).rejects.toMatchObject({ code: 'session_expired' })
  expect(await goTo('/notes/7')).toBe('/login?redirect=%2Fnotes%2F7')
})

test('on a server everyone passes, and nothing is started', async () => {
  const { session, server } = await openScene()
  const { goTo } = await openRoutes(session, {}, [{ provide: PLATFORM_ID, useValue: 'server' }])
  expect(await goTo('/notes/7')).toBe('/notes/7')
  expect(session.getSnapshot().status).toBe('restoring')
  expect(server.requests).toEqual([])
})

test.each(['//evil.test/steal', 'https://evil.test/steal', '/\\evil.test'])(
  '%s is no way out of the app',
  async (path) => {
    const { session } = await openScene()
    const { router } = await openRoutes(session)
    await router.navigateByUrl(path)
    expect(router.url).toMatch(/^\/(?![/\\])/)
  },
)
