import { provideHttpClient, withFetch } from '@angular/common/http'
import {
  type ApplicationConfig,
  type EnvironmentProviders,
  type Provider,
  provideZonelessChangeDetection,
  type Type,
} from '@angular/core'
import { TestBed } from '@angular/core/testing'
import { Router } from '@angular/router'
import { RouterTestingHarness } from '@angular/router/testing'
import { firstValueFrom, type Observable } from 'rxjs'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import type { AuthSession } from 'xstate-auth-session'
import { createFakeBackend } from 'xstate-auth-session/testing'
import { snapshotWhere, statusOf } from '../../session/moments'
import { ada } from '../../session/scene'
import { blocks, samples } from './samples'

interface Sample {
  readonly session: AuthSession
  readonly appConfig: ApplicationConfig
  readonly providers: (Provider | EnvironmentProviders)[]
  readonly Drafts: Type<{ save(text: string): Observable<unknown>; list(): Observable<unknown> }>
}

/** What a sample exports, made anew for each test. */
async function load<Name extends keyof Sample>(file: string): Promise<Pick<Sample, Name>> {
  return import(/* @vite-ignore */ `./samples/${file}`)
}

/** `https://api.example.com`, in memory. */
function openApi() {
  const server = createFakeBackend()
  const answer: typeof fetch = (input, init) =>
    server.fetch(String(input).replace('https://api.example.com', server.baseUrl), init)
  vi.stubGlobal('fetch', answer)
  server.intercept(({ path }, answer) =>
    path === '/api/notes/' && answer().ok ? Response.json(['one', 'two']) : undefined,
  )
  return server
}

beforeEach(() => {
  vi.resetModules()
})

test('each block of the pages is a sample', () => {
  expect(blocks.length).toBe(samples.size)
})

test('the app of the page leads to the login and back', async () => {
  openApi()
  const { session } = await load<'session'>('session')
  const { appConfig } = await load<'appConfig'>('app.config')
  onTestFinished(() => {
    TestBed.resetTestingModule()
    session.dispose()
  })
  TestBed.configureTestingModule({ providers: appConfig.providers })
  const harness = await RouterTestingHarness.create()
  const router = TestBed.inject(Router)
  const shown = () => harness.routeNativeElement as HTMLElement
  await harness.navigateByUrl('/notes')
  expect(router.url).toBe('/login?redirect=%2Fnotes')

  const [username, password] = [...shown().querySelectorAll('input')]
  username!.value = ada.username
  password!.value = ada.password
  shown()
    .querySelector('form')!
    .dispatchEvent(new window.Event('submit', { cancelable: true }))
  await statusOf(session, 'authenticated')
  await expect.poll(() => router.url).toBe('/notes')

  shown().querySelector('button')!.click()
  expect(session.getSnapshot().status).toBe('loggedOut')
})

test('the service of the page is held, or told why it was not sent', async () => {
  const server = openApi()
  const { session } = await load<'session'>('session')
  const { providers } = await load<'providers'>('client')
  const { Drafts } = await load<'Drafts'>('drafts')
  onTestFinished(() => {
    TestBed.resetTestingModule()
    session.dispose()
  })
  TestBed.configureTestingModule({
    providers: [providers, provideHttpClient(withFetch()), provideZonelessChangeDetection()],
  })
  const drafts = TestBed.inject(Drafts)
  expect(await firstValueFrom(drafts.list())).toBe('anonymous')
  await session.login(ada)
  expect(await firstValueFrom(drafts.list())).toMatchObject({})
  server.revokeAccess()
  server.revokeRefresh()
  const saved = firstValueFrom(drafts.save('a draft'))
  await snapshotWhere(session, ({ held }) => held === 1)
  await session.login(ada)
  await saved
  expect(server.requests.filter(({ path, bearer }) => path === '/api/drafts/' && bearer).at(-1)!.body).toBe(
    '{"text":"a draft"}',
  )
})
