import { HttpClient, provideHttpClient, withFetch, withInterceptors } from '@angular/common/http'
import { type EnvironmentProviders, type Provider, provideZonelessChangeDetection } from '@angular/core'
import { TestBed } from '@angular/core/testing'
import { onTestFinished, vi } from 'vitest'
import type { AuthSession } from 'xstate-auth-session'
import { provideAuthSession } from 'xstate-auth-session/angular'
import { authInterceptor } from 'xstate-auth-session/angular/http'
import { openScene, type Scene } from '../../session/scene'

type Providers = readonly (Provider | EnvironmentProviders)[]

/** An app over that session, without zones; gone when the test is over. */
export function openApp(session: AuthSession, providers: Providers = []): void {
  onTestFinished(() => void TestBed.resetTestingModule())
  TestBed.configureTestingModule({
    providers: [provideZonelessChangeDetection(), provideAuthSession(session), providers],
  })
  TestBed.tick()
}

/** What Angular's client sends with. */
export type Transport = 'XMLHttpRequest' | 'fetch'

/** An app over that scene's session whose `HttpClient` goes to real servers. */
export function openClient({ session }: Pick<Scene, 'session'>, transport: Transport): HttpClient {
  if (transport === 'XMLHttpRequest') {
    // It takes bodies of its own document only.
    vi.stubGlobal('Blob', window.Blob)
    vi.stubGlobal('FormData', Reflect.get(window, 'FormData'))
  }
  const features = transport === 'fetch' ? [withFetch()] : []
  openApp(session, [provideHttpClient(withInterceptors([authInterceptor]), ...features)])
  return TestBed.inject(HttpClient)
}

export async function openClientScene(transport: Transport, options: Parameters<typeof openScene>[0] = {}) {
  const scene = await openScene(options)
  return { ...scene, http: openClient(scene, transport) }
}
