import { AuthSessionError, type AuthSnapshot, type SessionStatus } from 'xstate-auth-session'
import type { Report } from '../../report'
import type { DemoSession } from './demo-session'

/** What became of a report. */
export interface Outcome {
  readonly saved: boolean
  readonly sentence: string
}

/** How the session is asked to send it: with a token or not at all, and past the session's end for the same user. */
export function reportInit(report: Report, headers: Readonly<Record<string, string>>) {
  return {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify(report),
    auth: 'required',
    hold: true,
  } as const
}

/** Puts into words what became of a report; never rejects. `author`: who wrote it. `present`: who is logged in at the end. */
export async function settle(
  answer: ReturnType<DemoSession['fetch']>,
  author: string | null,
  present: () => { readonly name: string | null } & Pick<AuthSnapshot, 'status'>,
): Promise<Outcome> {
  try {
    const response = await answer
    if (!response.ok) return unsaved(`Not saved: the server answered ${response.status}.`)
    const { user, executed }: { user: string; executed: number } = await response.json()
    const times = executed === 1 ? 'once' : `${executed} times`
    return { saved: true, sentence: `Saved: the server has carried it out ${times}, for ${user}.` }
  } catch (error) {
    const code = error instanceof AuthSessionError ? error.code : null
    const { status, name } = present()
    return unsaved(code === null ? UNANSWERED : `Not sent: ${reasonOf(code, status, author, name)}.`)
  }
}

const UNANSWERED = 'No answer came, so nobody knows whether it was saved.'

const unsaved = (sentence: string): Outcome => ({ saved: false, sentence: `${sentence} What you wrote is still here.` })

function reasonOf(
  code: AuthSessionError['code'],
  status: SessionStatus,
  author: string | null,
  present: string | null,
): string {
  switch (code) {
    case 'session_changed':
      return `${author ?? 'somebody else'} wrote it, and ${present ?? 'somebody else'} has logged in`
    case 'logged_out':
      return 'you have logged out'
    case 'session_expired':
      return status === 'expired'
        ? 'the session has ended, and nobody has logged in again in time'
        : 'the session has ended, and you did not log in again'
    case 'anonymous':
      return 'nobody is logged in'
    default:
      return 'no good token came in time'
  }
}
