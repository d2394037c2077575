import { TestBed } from '@angular/core/testing'
import { expect, test } from 'vitest'
import { injectAuthStatus, provideAuthSession } from 'xstate-auth-session/angular'
import { ada, openScene } from '../../session/scene'
import { provideZonelessChangeDetection } from '@angular/core'

test('a signal follows', async () => {
  const { session } = await openScene()
  TestBed.configureTestingModule({ providers: [provideZonelessChangeDetection(), provideAuthSession(session)] })
  const status = TestBed.runInInjectionContext(injectAuthStatus)
  expect(status()).toBe('restoring')
  await session.login(ada)
  expect(status()).toBe('authenticated')
})
