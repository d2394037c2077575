import { mountDevtools } from 'xstate-auth-session/devtools'
import { AuthSessionProvider } from 'xstate-auth-session/react'
import { createDemoSession } from '../app/demo-session'
import { show } from '../parts/root'
import { StartPage } from './start-page'

const session = createDemoSession()
// For the console of who is curious.
Object.assign(window, { session })

show(
  <AuthSessionProvider session={session}>
    <StartPage />
  </AuthSessionProvider>,
)
mountDevtools(session)
