import { expect, test, vi } from 'vitest'
import { createAuthSession } from 'xstate-auth-session'
import { developmentPorts } from 'xstate-auth-session/devtools'
import { createFakeBackend } from 'xstate-auth-session/testing'

test('ports that are given to a second session are told of', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const { backend, fetch } = createFakeBackend()
  const ports = developmentPorts({ fetch })
  const first = createAuthSession({ backend, ...ports })
  expect(warn).not.toHaveBeenCalled()
  const second = createAuthSession({ backend, ...ports })
  expect(warn.mock.calls).toEqual([
    ['[xstate-auth-session] developmentPorts: these ports serve another session already; make some for each'],
  ])
  first.dispose()
  second.dispose()
})
