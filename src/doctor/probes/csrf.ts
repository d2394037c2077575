import { hasAnswered, type Observed } from '../caller'
import { type Cookie, isCsrf, refreshCookieIn } from '../cookies'
import { type Finding, fail, pass, skip, warn } from '../finding'
import type { Holding } from '../holding'
import { createJar } from '../jar'
import { claimsOf } from '../jwt'
import type { Rounds } from '../visit'

/** Judges what a login set. A request of another site carries cookies, and nothing else. */
export function judgeCsrf(cookies: readonly Cookie[], wantsCsrf: boolean, quote = (text: string) => text): Finding {
  const id = 'csrf'
  const names = (some: readonly Cookie[]) => some.map(({ name }) => quote(name)).join(', ')
  const readable = cookies.filter(({ isHttpOnly, value }) => !isHttpOnly && claimsOf(value) !== null)
  if (readable.length > 0)
    return fail(id, `${names(readable)}: scripts can read the token and carry it away`, 'set HttpOnly')
  const carried = cookies.filter((cookie) => cookie.isHttpOnly && !isCsrf(cookie))
  if (carried.length === 0)
    return wantsCsrf
      ? warn(
          id,
          'the login view wants a CSRF token',
          'a view that takes credentials in its body and no cookie can do without',
        )
      : pass(id, 'no: a login sets no cookie that could')
  const crossSite = carried.filter(({ sameSite }) => sameSite === 'none')
  if (crossSite.length > 0 && !cookies.some(isCsrf))
    return fail(
      id,
      `${names(crossSite)}: sent from any site, and no CSRF token is given`,
      'set SameSite=Lax, or check a CSRF token in every view that takes the cookie',
    )
  const open = carried.filter(({ isSecure }) => !isSecure)
  if (open.length > 0) return warn(id, `${names(open)}: sent by http: too`, 'set Secure')
  return pass(id, `${names(carried)}: out of the reach of scripts, and SameSite=${carried[0]?.sameSite ?? 'Lax'}`)
}

/** A site that nobody has (RFC 2606, section 2). */
const ELSEWHERE = 'https://elsewhere.invalid'

/** A POST that was made as from another site, and what it did to the login whose cookies went along. */
export interface Forgery {
  readonly path: string
  readonly observed: Observed
  /** The `SameSite` of the cookie that the login rests on. */
  readonly sameSite: string | null
}

/**
 * Posts a form as pages of another site can: with the cookies, as if a browser sent them, and without what only own pages
 * know. What the answer sets is kept: a login that was renewed by it goes on with that.
 */
export async function forge(
  { caller, target, now }: Rounds,
  path: string,
  held: Holding,
): Promise<{ forgery: Forgery; left: Holding }> {
  const jar = createJar(held.cookies, now)
  const headers = {
    'Content-Type': 'application/x-www-form-urlencoded',
    Accept: 'application/json',
    Origin: ELSEWHERE,
    Referer: `${ELSEWHERE}/`,
    'Sec-Fetch-Site': 'cross-site',
  }
  const url = target.baseUrl + path
  const observed = await caller.ask(FORGED, (call) => call({ url, method: 'POST', headers, body: '' }), jar.over)
  const sameSite = refreshCookieIn(held.cookies)?.sameSite ?? null
  return { forgery: { path, observed, sameSite }, left: { ...held, cookies: jar.cookies } }
}

/** What such a request is called. */
export const FORGED = 'a POST of another site'

export const isTaken = ({ observed }: Forgery) =>
  hasAnswered(observed) && observed.status >= 200 && observed.status < 300

/** `deed`: what it did, if it was taken: `renews`; `null`: nothing that could be seen. */
export function judgeForgery(id: 'csrf.refresh' | 'csrf.logout', forgery: Forgery, deed: string | null): Finding {
  const { path, observed, sameSite } = forgery
  if (!hasAnswered(observed)) return skip(id, 'the answer did not come')
  const { status } = observed
  const asked = `${path}, as from another site, with the cookies and without a CSRF token`
  if (status >= 500) return skip(id, `${asked}: ${status}`)
  if (!isTaken(forgery)) return pass(id, `${asked}: refused by ${status}`)
  if (deed === null) return pass(id, `${asked}: ${status}, and it does nothing`)
  const cure = 'check a CSRF token there, or refuse by Origin or Sec-Fetch-Site'
  if (sameSite === 'none') return fail(id, `${asked}: ${status}, and it ${deed}`, cure)
  return warn(
    id,
    `${asked}: ${status}, and it ${deed}; what keeps a browser from it is SameSite=${sameSite ?? 'Lax, its default'}, on other sites alone`,
    `${cure}: other hosts of the same site send the cookie all the same`,
  )
}
