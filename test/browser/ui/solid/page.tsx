import { render } from 'solid-js/web'
import { AuthSessionProvider } from 'xstate-auth-session/solid'
import { createSessionStage } from 'xstate-auth-session/testing'
import { Notes } from './notes'

Object.assign(window, {
  stage: createSessionStage({
    open: (session) =>
      render(
        () => (
          <AuthSessionProvider session={session}>
            <Notes />
          </AuthSessionProvider>
        ),
        document.body,
      ),
  }),
})
