import { expect, test } from 'vitest'
import { secretsIn } from '../testing/secrets-found'
import { expire, leave, share } from './ends'
import { kindOf } from './kinds'
import { bringTokens, logIn } from './logins'
import { asked, planted } from './planted'
import { renew, request } from './requests'
import { stores } from './stores'
import { createWorld } from './world'

const token = 'access token,e-mail,mark,subject'
const refresh = 'e-mail,mark,refresh token,subject'
const things = 'https://api.test/api/things/…/; url: mark,path,query'
/** Each kind of request, and what shows in which part of it. A token's claims are its user's subject and e-mail. */
const expected = [
  `GET ${things}; authorization: ${token}`,
  `GET ${things}; authorization: ${token}; x-own: header,mark`,
  `GET ${things}; authorization: header,mark`,
  `POST https://api.test/api/logout-everywhere/; authorization: ${token}; body: ${refresh}`,
  'POST https://api.test/api/social/google/; body: login code,mark,provider token',
  `POST ${things}; authorization: ${token}; body: body,mark`,
  `POST ${things}; authorization: ${token}; x-own: header,mark; body: body,mark`,
  `POST ${things}; x-own: header,mark; body: body,mark`,
  'POST https://api.test/api/token/; body: mark,password',
  `POST https://api.test/api/token/blacklist/; authorization: ${token}; body: ${refresh}`,
  'POST https://api.test/api/token/refresh/',
  `POST https://api.test/api/token/refresh/; body: ${refresh}`,
  `POST https://api.test/api/token/verify/; body: ${token}`,
  'POST https://elsewhere.test/api/things/…/; url: mark,path,query; x-own: header,mark; body: body,mark',
]

test('on the wire each secret is where it has to be, and nowhere else', async () => {
  const world = createWorld(stores['memory']!())
  const { wire, open } = world
  const session = open()
  for (const part of [logIn, bringTokens, request, renew, expire, share, leave]) await part(session, world)
  const shapes = wire.sent.map(({ method, url }) => {
    const { origin, pathname } = new URL(url)
    return { to: `${method} ${origin}${pathname.replace(asked.path, '…')}`, shows: {} as Record<string, string[]> }
  })
  const sent = wire.sent.map(({ url, headers, body }) => ({ url, ...headers, body }))
  for (const { path, secret } of secretsIn(sent, { ...planted, ...wire.tokens() })) {
    const [, index, place = ''] = /^\[(\d+)\](?:\.|\[")([\w-]+)/.exec(path) ?? []
    const { shows } = shapes[Number(index)]!
    shows[place] = [...new Set([...(shows[place] ?? []), kindOf(secret)])].sort()
  }
  const told = shapes.map(({ to, shows }) =>
    [to, ...Object.keys(shows).map((place) => `${place}: ${shows[place]}`)].join('; '),
  )
  expect([...new Set(told)].sort()).toEqual(expected)
})
