import { useRef } from 'react'
import { ReportsApp } from '../app/reports-app'
import { Guide } from './guide'
import { nextStep, verdictByHand, verdictHere } from './guide-steps'
import { Tray } from './tray'
import { useStory } from './use-story'

/** The demo: a walk of three steps over the same app twice, and what breaks them. */
export function StartPage({ onLookInside }: { readonly onLookInside: () => void }) {
  const frame = useRef<HTMLIFrameElement>(null)
  const { story, draft, setDraft, onOutcome, begin, breakBoth, saveBoth } = useStory(frame)
  const steps = [
    {
      title: 'Log in',
      text: 'Two small apps, the same server. In each you are halfway through a long report.',
      button: 'Log in to both, and write',
      run: begin,
    },
    {
      title: 'Break it',
      text: 'While you write, the server ends your login: it was restarted, or you were away too long.',
      button: 'Break both',
      run: breakBoth,
    },
    {
      title: 'Save',
      text: 'You know nothing of that, and press Save. Who has lost the report?',
      button: 'Save both',
      run: saveBoth,
    },
  ]
  const next = nextStep(story)
  const here = verdictHere(story)
  const byHand = verdictByHand(story)
  return (
    <>
      <header>
        <h1>Never lose a form to a login page</h1>
        <p>
          xstate-auth-session keeps people logged in, makes requests wait while it does, and when a login must end,
          keeps what they wrote and says why.
        </p>
        <nav aria-label="Demo">
          <a href="/tabs">Two tabs, one session</a>
          <button type="button" onClick={onLookInside}>
            Look inside
          </button>
        </nav>
      </header>
      <main>
        <Guide steps={steps} next={next}>
          <div className="verdicts" role="status">
            {here && <p className="good">With the library — {here}</p>}
            {byHand && <p className={story.lost > 0 ? 'bad' : 'good'}>By hand — {byHand}</p>}
            {next === 4 && <p className="faint">Now look inside, or break it in other ways below.</p>}
          </div>
        </Guide>
        <div className="sides">
          <section className="side" aria-labelledby="here-title">
            <h2 id="here-title">With the library</h2>
            <ReportsApp draft={draft} onDraft={setDraft} onOutcome={onOutcome} />
          </section>
          <section className="side" aria-labelledby="by-hand-title">
            <h2 id="by-hand-title">By hand: the interceptor of most blog posts</h2>
            <iframe ref={frame} title="The same app, by hand" src="/by-hand" />
          </section>
        </div>
        <Tray />
      </main>
    </>
  )
}
