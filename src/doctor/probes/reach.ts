import { hasAnswered, type Observed } from '../caller'
import { type Finding, fail, pass, warn } from '../finding'
import { cureFor, wordsFor } from '../silence'

/** Judges the very first answer, to whatever was asked. */
export function judgeReach(first: Observed, baseUrl: string): Finding {
  if (!hasAnswered(first)) return fail('reach', wordsFor(first), cureFor(first))
  const elsewhere = redirectOrigin(first.headers.get('location'), baseUrl)
  if (first.status < 300 || first.status >= 400 || elsewhere === null) return pass('reach', 'it answers')
  return warn('reach', `it redirects to ${elsewhere}, which is not followed`, `ask ${elsewhere} instead`)
}

/** Whether what is sent there can be read on the way. */
export function judgeTransport(baseUrl: string): Finding {
  const { protocol, hostname } = new URL(baseUrl)
  if (protocol === 'https:') return pass('transport', 'https:')
  if (/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$|\.localhost$/.test(hostname))
    return pass('transport', 'http:, but on this device alone')
  return fail(
    'transport',
    'http:, so that anybody on the way reads passwords and tokens',
    'serve it by https:; no credentials were sent',
  )
}

/** The other origin that a redirect leads to. */
function redirectOrigin(location: string | null, baseUrl: string): string | null {
  if (location === null || !URL.canParse(location, baseUrl)) return null
  const { origin } = new URL(location, baseUrl)
  return origin === new URL(baseUrl).origin ? null : origin
}
