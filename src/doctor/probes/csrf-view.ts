import { isCsrf } from '../cookies'
import { createJar } from '../jar'
import type { KnownCsrf } from '../server'
import type { Rounds } from '../visit'

/** Looks for the view that gives a CSRF token to pages, and for the cookie that it sets. */
export async function findCsrf({ caller, target: { baseUrl }, now }: Rounds, login: string): Promise<KnownCsrf | null> {
  const folder = login.slice(0, login.replace(/\/$/, '').lastIndexOf('/') + 1)
  for (const path of new Set([`${folder}csrf/`, '/api/session/csrf/', '/api/csrf/', '/csrf/', login])) {
    const jar = createJar([], now)
    const url = baseUrl + path
    await caller.ask('a CSRF token', (call) => call({ url, headers: { Accept: 'application/json' } }), jar.over)
    const csrf = csrfIn(jar.cookies, path)
    if (csrf) return csrf
  }
  return null
}

/** By the names that Django, and Angular and axios have for cookie and header. */
export function csrfIn(cookies: Parameters<typeof createJar>[0], path: string | null): KnownCsrf | null {
  const found = cookies.find((cookie) => isCsrf(cookie) && !cookie.isHttpOnly)
  if (!found) return null
  return { cookie: found.name, header: /xsrf/i.test(found.name) ? 'X-XSRF-TOKEN' : 'X-CSRFToken', path }
}
