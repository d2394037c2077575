import { cookieSession } from '../backends/cookie-session'
import { simpleJwt } from '../backends/simple-jwt'
import { slidingHeader } from '../backends/sliding-header'
import type { Via } from './caller'
import type { Holding } from './holding'
import { createJar, type Jar } from './jar'
import { oauthSpeaker } from './oauth-speaker'
import type { KnownServer } from './server'
import type { Speaker } from './speaker'

/** A conversation with the server on behalf of one login. */
export interface Speech {
  readonly speaker: Speaker
  readonly jar: Jar
  /** How what is said goes over the network. */
  readonly via: Via | undefined
}

/** By the very backend that is recommended, where the doctor may import it. */
export function speak(server: KnownServer, { cookies }: Pick<Holding, 'cookies'>, now: () => number): Speech {
  const jar = createJar(cookies, now)
  const speaker = speakerOf(server, jar)
  const { send } = speaker
  if (!send) return { speaker, jar, via: undefined }
  return { speaker, jar, via: (fetch) => (input, init) => send(input, init, jar.over(fetch)) }
}

function speakerOf(
  { kind, baseUrl, paths, fields, scheme, csrf, access, oauth, ...server }: KnownServer,
  jar: Jar,
): Speaker {
  const { login, refresh, logout, logoutEverywhere } = paths
  const everywhere = logoutEverywhere !== null && { logoutEverywhere }
  if (kind === 'oauth2' && oauth) return oauthSpeaker(oauth)
  if (kind === 'cookieSession' || csrf)
    return cookieSession({
      baseUrl,
      access,
      scheme,
      paths: { login, refresh, ...(logout !== null && { logout }), ...everywhere },
      fields: { access: fields.access },
      csrf: csrf && { ...csrf, path: csrf.path ?? undefined },
      cookies: jar.document,
    })
  if (kind === 'slidingHeader')
    return slidingHeader({
      baseUrl,
      scheme,
      refreshPath: refresh,
      paths: { login, ...(logout !== null && { logout }), ...everywhere },
      fields: { token: fields.access },
      ...(server.successorHeader !== null && { header: server.successorHeader }),
    })
  return simpleJwt({
    baseUrl,
    scheme,
    paths: { login, refresh, logout, ...everywhere },
    fields: { access: fields.access, refresh: fields.refresh },
  })
}
