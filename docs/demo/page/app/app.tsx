import { useState } from 'react'
import { AuthSessionProvider } from 'xstate-auth-session/react'
import { EMPTY } from '../../report'
import { show } from '../parts/root'
import { createDemoSession } from './demo-session'
import { dockPanel } from './dock-panel'
import { ReportsApp } from './reports-app'

const session = createDemoSession()
// For the console of who is curious.
Object.assign(window, { session })

function AppPage() {
  const [draft, setDraft] = useState(EMPTY)
  return (
    <main>
      <h1 className="unseen">The app alone</h1>
      <h2>Reports</h2>
      <AuthSessionProvider session={session}>
        <ReportsApp draft={draft} onDraft={setDraft} />
      </AuthSessionProvider>
    </main>
  )
}

show(<AppPage />)
if (window.parent === window) dockPanel(session)
