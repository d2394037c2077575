import { createSSRApp } from 'vue'
import { renderToString } from 'vue/server-renderer'
import type { AuthSession } from 'xstate-auth-session'
import { authSession } from 'xstate-auth-session/vue'
import App from './app.vue'

export const render = async (session: AuthSession, seen?: (session: AuthSession) => void) => ({
  head: '',
  body: await renderToString(createSSRApp(App, { seen }).use(authSession(session))),
})
