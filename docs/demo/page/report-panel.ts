import { createAgainDialog } from './again-dialog'
import { type DemoSession, HOLD_FOR } from './demo-session'
import { find, write } from './element'
import type { PanelParts } from './panel-parts'
import { REPORTS, type Report, reportInit, settle } from './report'
import { type User, userOf, type View } from './view'

/** The long form: what is written into it outlives the session. */
export function createReportPanel({ session, control, traffic, onState }: PanelParts): (view: View) => void {
  const form = find('report', HTMLFormElement)
  const title = find('report-title', HTMLInputElement)
  const kind = find('report-kind', HTMLSelectElement)
  const day = find('report-day', HTMLInputElement)
  const text = find('report-text', HTMLTextAreaElement)
  const urgent = find('report-urgent', HTMLInputElement)
  const save = find('report-save', HTMLButtonElement)
  const end = find('report-end', HTMLButtonElement)
  const result = find('report-result', HTMLParagraphElement)
  const dialog = createAgainDialog(session)
  let user: User | null = null
  /** Whose session it is, or was when it ended. */
  let author: User | null = null
  let saving = false

  function say(sentence: string, tone: 'good' | 'bad' | '' = ''): void {
    write(result, sentence)
    result.className = `result ${tone}`
  }

  const written = (): Report => ({
    title: title.value,
    kind: kind.value,
    day: day.value,
    text: text.value,
    urgent: urgent.checked,
  })

  async function send(): Promise<void> {
    if (saving) return
    saving = true
    save.setAttribute('aria-disabled', 'true')
    say('It is being saved.')
    let answer: ReturnType<DemoSession['fetch']> | undefined
    const followed = traffic.follow(traffic.open(`POST ${REPORTS}`, 1), (headers) => {
      answer = session.fetch(REPORTS, reportInit(written(), headers))
      return answer
    })
    const present = () => {
      const snapshot = session.getSnapshot()
      return { status: snapshot.status, name: userOf(snapshot)?.name ?? null }
    }
    const { saved, sentence } = await settle(answer as NonNullable<typeof answer>, author?.name ?? null, present)
    await followed
    saving = false
    save.removeAttribute('aria-disabled')
    dialog.hide()
    say(sentence, saved ? 'good' : 'bad')
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    send()
  })
  form.addEventListener('input', () => {
    if (!saving && result.textContent) say('Changed, and not saved yet.')
  })
  end.addEventListener('click', async () => {
    if (user === null) return
    try {
      onState(await control.endLogins(user.id))
      say(
        'The server has ended the session, and this page learns it from the next request: save what you have written.',
      )
    } catch {
      say('The demo server does not answer. Does it still run?', 'bad')
    }
  })

  return ({ snapshot, user: present, now }) => {
    const { status, held } = snapshot
    user = present
    author = present ?? (status === 'expired' ? author : null)
    end.disabled = user === null
    if (saving && status === 'expired' && held > 0) {
      if (author) say(`Your session has ended. What you wrote is held until ${author.name} has logged in again.`)
      dialog.show(author, now + HOLD_FOR)
    } else if (status !== 'expired') dialog.hide()
    dialog.tick(now)
  }
}
