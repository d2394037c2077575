import { LoggedIn, SessionExpired, useAuthSelector, useAuthSession } from 'xstate-auth-session/react'
import { FILES } from '../../paths'
import type { Report } from '../../report'
import { LoginForm } from '../parts/login-form'
import { ReportList } from '../parts/report-list'
import { UploadBar } from '../parts/upload-bar'
import { AgainDialog } from './again-dialog'
import type { DemoSession } from './demo-session'
import { EndedNote } from './ended-note'
import { ReportForm } from './report-form'
import type { Outcome } from './sent-report'
import { SessionLine } from './session-line'
import { upload } from './upload'
import { useSavedReports } from './use-saved-reports'
import { explainFailure } from './wording'

interface ReportsAppProps {
  readonly draft: Report
  readonly onDraft: (draft: Report) => void
  readonly onOutcome?: (outcome: Outcome) => void
}

/** A small app: who is logged in, their reports, a long form for another, and uploads. */
export function ReportsApp({ draft, onDraft, onOutcome }: ReportsAppProps) {
  const session = useAuthSession<DemoSession>()
  const showsForm = useAuthSelector(({ loggedIn, status }) => loggedIn || status === 'expired')
  const asksForLogin = useAuthSelector(({ status }) => status === 'anonymous' || status === 'loggedOut')
  const { reports, trouble, read } = useSavedReports()
  const tell = (outcome: Outcome) => {
    if (outcome.saved) read()
    onOutcome?.(outcome)
  }
  return (
    <div className="app">
      <SessionLine />
      <EndedNote />
      {asksForLogin && <LoginForm label="Log in" onLogIn={session.login} explain={explainFailure} />}
      <SessionExpired>
        <AgainDialog />
      </SessionExpired>
      {showsForm && (
        <>
          <h3>New report</h3>
          <ReportForm draft={draft} onDraft={onDraft} onOutcome={tell} />
          <UploadBar send={(file, onProgress) => sendFile(session, file, onProgress)} explain={explainFailure} />
        </>
      )}
      <LoggedIn>
        <ReportList reports={reports} trouble={trouble} onRetry={() => read()} />
      </LoggedIn>
    </div>
  )
}

async function sendFile(session: DemoSession, file: Blob, onProgress: (part: number) => void): Promise<void> {
  const { status } = await upload(session, FILES, file, onProgress)
  if (status !== 201) throw new Error(`The server answered ${status}`)
}
