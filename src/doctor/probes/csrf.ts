import type { Cookie } from '../cookies'
import { type Finding, fail, pass, warn } from '../finding'

/** Judges what a login set. A request of another site carries cookies, and nothing else. */
export function judgeCsrf(cookies: readonly Cookie[], wantsCsrf: boolean): Finding {
  const id = 'csrf'
  const carried = cookies.filter(({ isHttpOnly }) => isHttpOnly)
  if (wantsCsrf)
    return warn(
      id,
      'the login view wants a CSRF token',
      'a view that takes credentials in its body and no cookie can do without',
    )
  if (carried.length === 0) return pass(id, 'no: a login sets no cookie that could')
  const names = (some: readonly Cookie[]) => some.map(({ name }) => name).join(', ')
  const crossSite = carried.filter(({ sameSite }) => sameSite === 'none')
  if (crossSite.length > 0 && !cookies.some(({ name }) => /csrf|xsrf/i.test(name)))
    return fail(
      id,
      `${names(crossSite)}: sent from any site, and no CSRF token is given`,
      'set SameSite=Lax, or check a CSRF token in every view that takes the cookie',
    )
  const open = carried.filter(({ isSecure }) => !isSecure)
  if (open.length > 0) return warn(id, `${names(open)}: sent by http: too`, 'set Secure')
  return pass(id, `${names(carried)}: out of the reach of scripts, and SameSite=${carried[0]?.sameSite ?? 'Lax'}`)
}
