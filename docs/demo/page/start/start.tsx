import { AuthSessionProvider } from 'xstate-auth-session/react'
import { createDemoSession } from '../app/demo-session'
import { dockPanel } from '../app/dock-panel'
import { show } from '../parts/root'
import { StartPage } from './start-page'

const session = createDemoSession()
// For the console of who is curious.
Object.assign(window, { session })

show(
  <AuthSessionProvider session={session}>
    <StartPage onLookInside={dockPanel(session)} />
  </AuthSessionProvider>,
)
