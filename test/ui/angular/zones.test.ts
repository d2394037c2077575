import 'zone.js'
import { HttpClient, provideHttpClient, withFetch, withInterceptors } from '@angular/common/http'
import {
  ApplicationRef,
  createEnvironmentInjector,
  EnvironmentInjector,
  NgZone,
  provideZoneChangeDetection,
} from '@angular/core'
import { TestBed } from '@angular/core/testing'
import { expect, onTestFinished, test } from 'vitest'
import { provideAuthSession } from 'xstate-auth-session/angular'
import { authInterceptor } from 'xstate-auth-session/angular/http'
import { ada, openScene } from '../../session/scene'

async function openZonedApp() {
  const scene = await openScene()
  const inside: string[] = []
  const note = (what: string) => void inside.push(`${what} ${NgZone.isInAngularZone() ? 'inside' : 'outside'}`)
  TestBed.configureTestingModule({
    providers: [
      provideZoneChangeDetection(),
      provideAuthSession(scene.session),
      provideHttpClient(
        withFetch(),
        withInterceptors([
          authInterceptor,
          (request, next) => {
            note('sent')
            return next(request)
          },
        ]),
      ),
    ],
  })
  onTestFinished(() => void TestBed.resetTestingModule())
  const http = TestBed.inject(HttpClient)
  const zone = TestBed.inject(NgZone)
  const get = (path: string) =>
    new Promise<string[]>((resolve, reject) => {
      inside.length = 0
      const ask = () =>
        http.get(scene.url(path)).subscribe({
          next: () => note('answered'),
          error: (error: unknown) => {
            note('failed')
            if (path === '/api/always-401/') resolve([...inside])
            else reject(error)
          },
          complete: () => {
            note('ended')
            resolve([...inside])
          },
        })
      return zone.run(ask)
    })
  return { ...scene, zone, get }
}

test('what is asked inside of Angular’s zone is sent and answered there, also after a renewal from outside', async () => {
  const { server, session, get } = await openZonedApp()
  await session.login(ada)
  expect(await get('/api/me/')).toEqual(['sent inside', 'answered inside', 'ended inside'])
  await server.revokeAccess()
  expect(await get('/api/me/')).toEqual(['sent inside', 'sent inside', 'answered inside', 'ended inside'])
  expect(await get('/api/always-401/')).toEqual(['sent inside', 'sent inside', 'failed inside'])
})

test('a session that begins within Angular’s zone listens to its page outside', async () => {
  const attached: boolean[] = []
  const lifecycle = {
    isOnline: () => true,
    attach() {
      attached.push(NgZone.isInAngularZone())
      return () => {}
    },
  }
  const { session } = await openScene({ session: { lifecycle } })
  TestBed.configureTestingModule({ providers: [provideZoneChangeDetection()] })
  onTestFinished(() => void TestBed.resetTestingModule())
  const app = TestBed.inject(EnvironmentInjector)
  const begin = () => createEnvironmentInjector([provideAuthSession(session)], app)
  TestBed.inject(NgZone).run(begin).destroy()
  expect(attached).toEqual([false])
})

test('an app is stable although a renewal is due some time', async () => {
  const { server, session, zone, get } = await openZonedApp()
  await session.login(ada)
  await server.revokeAccess()
  await get('/api/me/')
  await TestBed.inject(ApplicationRef).whenStable()
  expect(zone.hasPendingMacrotasks).toBe(false)
})
