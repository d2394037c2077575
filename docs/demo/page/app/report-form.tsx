import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useAuthSelector, useAuthSession } from 'xstate-auth-session/react'
import { REPORTS } from '../../paths'
import { EMPTY, type Report } from '../../report'
import { ReportFields } from '../parts/report-fields'
import type { DemoSession } from './demo-session'
import { userOf } from './demo-user'
import { type Outcome, reportInit, settle } from './sent-report'

interface ReportFormProps {
  readonly draft: Report
  readonly onDraft: (draft: Report) => void
  readonly onOutcome: (outcome: Outcome) => void
}

/** The long form: what is written into it outlives the session. */
export function ReportForm({ draft, onDraft, onOutcome }: ReportFormProps) {
  const session = useAuthSession<DemoSession>()
  const name = useAuthSelector((snapshot) => userOf(snapshot)?.name ?? null)
  const author = useRef(name)
  const [isSaving, setSaving] = useState(false)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  useEffect(() => {
    if (name !== null) author.current = name
  }, [name])

  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (isSaving) return
    setSaving(true)
    setOutcome(null)
    const headers = { 'X-Request-Id': crypto.randomUUID() }
    const present = () => {
      const snapshot = session.getSnapshot()
      return { status: snapshot.status, name: userOf(snapshot)?.name ?? null }
    }
    const became = await settle(session.fetch(REPORTS, reportInit(draft, headers)), author.current, present)
    setSaving(false)
    setOutcome(became)
    if (became.saved) onDraft(EMPTY)
    onOutcome(became)
  }

  return (
    <form className="report" name="report" onSubmit={save}>
      <ReportFields report={draft} onChange={onDraft} />
      <div className="buttons long">
        <button className="main" type="submit" aria-disabled={isSaving}>
          Save
        </button>
      </div>
      <p className={`outcome long ${outcome === null ? '' : outcome.saved ? 'good' : 'bad'}`} role="status">
        {isSaving ? 'It is being saved.' : outcome?.sentence}
      </p>
    </form>
  )
}
