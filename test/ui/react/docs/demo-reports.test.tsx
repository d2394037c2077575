import { act, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, onTestFinished, test } from 'vitest'
import { createAuthSession } from 'xstate-auth-session'
import { simpleJwt } from 'xstate-auth-session/backends'
import { AuthSessionProvider } from 'xstate-auth-session/react'
import { useSavedReports } from '../../../../docs/demo/page/app/use-saved-reports'

const tokenOf = (user: number) =>
  ['{"alg":"none"}', JSON.stringify({ user_id: user, exp: Date.now() / 1_000 + 3_600 }), 'x'].map(btoa).join('.')

test('a list of reports that comes late is not shown to the user who came meanwhile', async () => {
  const answers: ((titles: string[]) => void)[] = []
  const session = createAuthSession({
    backend: simpleJwt({ baseUrl: '' }),
    fetch: () =>
      new Promise((resolve) =>
        answers.push((titles) => resolve(Response.json({ reports: titles.map((title) => ({ title })) }))),
      ),
  })
  onTestFinished(() => session.dispose())
  const wrapper = ({ children }: { children: ReactNode }) => (
    <AuthSessionProvider session={session}>{children}</AuthSessionProvider>
  )
  const { result } = renderHook(useSavedReports, { wrapper })
  await act(() => session.setTokens({ accessToken: tokenOf(1) }))
  await act(async () => answers[0]?.(['of Ada']))
  expect(result.current.reports).toEqual([{ title: 'of Ada' }])

  await act(async () => void result.current.read())
  await act(() => session.setTokens({ accessToken: tokenOf(2) }))
  await act(async () => answers[1]?.(['of Ada']))
  expect(result.current.reports).toEqual(null)
  await act(async () => answers[2]?.(['of Grace']))
  expect(result.current.reports).toEqual([{ title: 'of Grace' }])
})
