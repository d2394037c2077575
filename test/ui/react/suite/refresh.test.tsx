import { act, render } from '@testing-library/react'
import { useState } from 'react'
import { createSignatureFunctionForTransform, performReactRefresh, register } from 'react-refresh/runtime'
import { expect, test } from 'vitest'
import { useAuthSelector, useAuthStatus } from 'xstate-auth-session/react'
import { openStage } from './stage'

/** What the bundler does when a module of components has been saved. */
async function save(name: string, Component: () => unknown, hooks: string) {
  const sign = createSignatureFunctionForTransform()
  sign(Component, hooks)
  register(Component, name)
  await act(async () => performReactRefresh())
}

test('a session survives the edit of a component, and so does what the component keeps', async () => {
  const { show, logIn, session, heard } = openStage()
  const First = () => {
    const [drawn] = useState('first')
    return `${drawn}: ${useAuthStatus()}`
  }
  await save('Line', First, 'useState useAuthStatus')
  const { text } = await show(<First />)
  await logIn()
  expect(text()).toBe('first: authenticated')

  const Second = () => {
    const [drawn] = useState('second')
    return `${drawn}, edited: ${useAuthStatus()}`
  }
  await save('Line', Second, 'useState useAuthStatus')
  expect([text(), heard]).toEqual(['first, edited: authenticated', ['listens']])
  await act(() => session.logout())
  expect(text()).toBe('first, edited: loggedOut')
})

test('it survives an edit of the hooks too, with which the component begins anew', async () => {
  const { show, logIn, heard } = openStage()
  const First = () => `first: ${useAuthStatus()}`
  await save('Other line', First, 'useAuthStatus')
  const { text } = await show(<First />)
  await logIn()
  const Second = () => `second: ${useAuthSelector(({ loggedIn }) => loggedIn)}`
  await save('Other line', Second, 'useAuthSelector')
  expect([text(), heard]).toEqual(['second: true', ['listens']])
})

test('it survives an edit of what its provider stands in, which is mounted anew', async () => {
  const { inProvider, logIn, heard, server } = openStage()
  const Status = () => useAuthStatus()
  const First = () => inProvider(<Status />)
  await save('App', First, '')
  const { container } = render(<First />)
  await logIn()
  const Second = () => {
    useState(0)
    return inProvider([<b key="b">edited: </b>, <Status key="status" />])
  }
  await save('App', Second, 'useState')
  expect([container.textContent, heard]).toEqual(['edited: authenticated', ['listens', 'lets go', 'listens']])
  expect(server.requests.map(({ path }) => path)).toEqual(['/api/token/'])
})
