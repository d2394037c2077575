import { type FormEvent, useCallback, useEffect, useRef, useState } from 'react'
import { FILES, REPORTS } from '../../paths'
import { EMPTY, filledIn, type KeptReport, type Report } from '../../report'
import { type Credentials, users } from '../../users'
import { LoginForm } from '../parts/login-form'
import { ReportFields } from '../parts/report-fields'
import { ReportList } from '../parts/report-list'
import { UploadBar } from '../parts/upload-bar'
import { hear, type Order, tell } from '../start/by-hand-frame'
import { api } from './api'
import { logIn } from './log-in'
import { tokens } from './tokens'

/** The same app as with the library, over the interceptor. */
export function ByHandApp() {
  const [isIn, setIn] = useState(() => tokens.read() !== null)
  const [draft, setDraft] = useState<Report>(EMPTY)
  const [outcome, setOutcome] = useState('')
  const [reports, setReports] = useState<readonly KeptReport[] | null>(null)
  const [trouble, setTrouble] = useState('')
  const form = useRef<HTMLFormElement>(null)

  const read = useCallback(async () => {
    try {
      setReports((await api.get(REPORTS)).data.reports)
      setTrouble('')
    } catch {
      setTrouble('They could not be read.')
    }
  }, [])
  useEffect(() => {
    if (isIn) read()
  }, [isIn, read])

  useEffect(() => {
    if (window.parent === window) return
    tell(window.parent, { shows: isIn ? 'form' : 'login', filled: filledIn(draft), saved: outcome === SAVED })
  }, [isIn, draft, outcome])
  useEffect(
    () =>
      hear<Order>('order', async (order) => {
        if (order.order === 'save') return form.current?.requestSubmit()
        setOutcome('')
        setDraft(order.report)
        if (tokens.read() === null) await logIn(users[0]).catch(() => {})
        setIn(tokens.read() !== null)
      }),
    [],
  )

  const save = async (event: FormEvent) => {
    event.preventDefault()
    setOutcome('It is being saved.')
    try {
      await api.post(REPORTS, draft)
      setDraft(EMPTY)
      setOutcome(SAVED)
      read()
    } catch {
      setOutcome('Not saved.')
    }
  }
  const enter = async (given: Credentials) => {
    await logIn(given)
    setIn(true)
  }
  const leave = () => {
    tokens.clear()
    setDraft(EMPTY)
    setIn(false)
  }

  if (!isIn) return <LoginForm label="Log in" onLogIn={enter} explain={() => 'That did not work.'} />
  return (
    <div className="app">
      <div className="session-line">
        <p className="status good">Logged in</p>
        <div className="buttons">
          <button type="button" onClick={leave}>
            Log out
          </button>
        </div>
      </div>
      <h3>New report</h3>
      <form className="report" ref={form} onSubmit={save}>
        <ReportFields report={draft} onChange={setDraft} />
        <div className="buttons long">
          <button className="main" type="submit">
            Save
          </button>
        </div>
        <p className="outcome long" role="status">
          {outcome}
        </p>
      </form>
      <UploadBar send={sendFile} explain={() => 'The upload failed.'} />
      <ReportList reports={reports} trouble={trouble} onRetry={read} />
    </div>
  )
}

const SAVED = 'Saved.'

const sendFile = (file: Blob, onProgress: (part: number) => void) =>
  api.post(FILES, file, { onUploadProgress: ({ progress = 0 }) => onProgress(progress) })
