import { generateHydrationScript, renderToString } from 'solid-js/web'
import type { AuthSession } from 'xstate-auth-session'
import { App } from './app'

export const render = async (session: AuthSession, seen?: (session: AuthSession) => void) => ({
  head: generateHydrationScript(),
  body: renderToString(() => <App session={session} {...(seen && { seen })} />),
})
