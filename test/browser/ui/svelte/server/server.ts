import { render as renderComponent } from 'svelte/server'
import type { AuthSession } from 'xstate-auth-session'
import App from './app.svelte'

export const render = async (session: AuthSession, seen?: (session: AuthSession) => void) => {
  const { head, body } = renderComponent(App, { props: { session, ...(seen && { seen }) } })
  return { head, body }
}
