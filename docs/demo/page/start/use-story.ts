import { type RefObject, useEffect, useRef, useState } from 'react'
import { useAuthSelector, useAuthSession } from 'xstate-auth-session/react'
import { EMPTY, filledIn, type Report } from '../../report'
import { users } from '../../users'
import type { DemoSession } from '../app/demo-session'
import type { Outcome } from '../app/sent-report'
import { hear, type Shown, tell } from './by-hand-frame'
import { control } from './control'
import type { Story } from './guide-steps'
import { SAMPLE } from './sample-report'

const NOTHING: Shown = { shows: 'login', filled: 0, saved: false }

/** What happens in both apps, and the three steps that let it happen. `frame`: where the app by hand is. */
export function useStory(frame: RefObject<HTMLIFrameElement | null>) {
  const session = useAuthSession<DemoSession>()
  const status = useAuthSelector((snapshot) => snapshot.status)
  const [draft, setDraft] = useState<Report>(EMPTY)
  const [saved, setSaved] = useState<boolean | null>(null)
  const [broken, setBroken] = useState(false)
  const [lost, setLost] = useState(0)
  const [byHand, setByHand] = useState(NOTHING)
  const before = useRef(NOTHING)

  useEffect(
    () =>
      hear<Shown>('shows', (shown) => {
        const { shows, filled } = before.current
        if (shows === 'form' && shown.shows === 'login') setLost(filled)
        before.current = shown
        setByHand(shown)
      }),
    [],
  )

  const begin = async () => {
    setSaved(null)
    setBroken(false)
    setLost(0)
    setDraft(SAMPLE)
    tell(frame.current?.contentWindow ?? null, { order: 'begin', report: SAMPLE })
    if (!session.getSnapshot().loggedIn) await session.login(users[0]).catch(() => {})
  }
  const breakBoth = async () => {
    await control.endLogins().then(
      () => setBroken(true),
      () => {},
    )
  }
  const saveBoth = () => {
    tell(frame.current?.contentWindow ?? null, { order: 'save' })
    document.forms.namedItem('report')?.requestSubmit()
  }
  const story: Story = { status, filled: filledIn(draft), saved, byHand, lost, broken }
  const onOutcome = (outcome: Outcome) => setSaved(outcome.saved)
  return { story, draft, setDraft, onOutcome, begin, breakBoth, saveBoth }
}
