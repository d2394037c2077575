import { users } from './users'

/** One line to paste into a shell. */
export interface WalkStep {
  readonly title: string
  readonly command: string
  /** What the server answers; `null` where the line asks nothing. */
  readonly status: number | null
}

/** The life of a token by hand: each line builds on those above it, in any POSIX shell with cURL. */
export function walkThrough(url: string, lifetime: number): readonly WalkStep[] {
  const [user] = users
  const show = "curl -sw ' %{http_code}\\n'"
  const login = `PAIR=$(curl -sw ' %{http_code}' -d username=${user.username} -d password=${user.password} $API/token/); echo "$PAIR"`
  const refresh = (token: string) => `-d refresh="${token}" $API/token/refresh/`
  const use = (token: string) => `${show} -H "Authorization: Bearer ${token}" $API/me/`
  const take = (name: string, field: string, from: string) =>
    `${name}=$(echo "$${from}" | sed 's/.*"${field}":"\\([^"]*\\)".*/\\1/')`
  return [
    { title: 'where the API is', command: `API=${url}/api`, status: null },
    { title: 'obtain an access and a refresh token', command: login, status: 200 },
    {
      title: 'keep them',
      command: `${take('ACCESS', 'access', 'PAIR')}; ${take('REFRESH', 'refresh', 'PAIR')}`,
      status: null,
    },
    { title: 'use the access token', command: use('$ACCESS'), status: 200 },
    {
      title: 'wait until it has expired, and it is refused',
      command: `sleep ${lifetime}; ${use('$ACCESS')}`,
      status: 401,
    },
    {
      title: 'refresh: a new pair, and the old refresh token is spent',
      command: `NEXT=$(curl -sw ' %{http_code}' ${refresh('$REFRESH')}); echo "$NEXT"; ${take('FRESH', 'access', 'NEXT')}`,
      status: 200,
    },
    { title: 'use the new access token', command: use('$FRESH'), status: 200 },
    {
      title: 'reuse the spent refresh token: it looks stolen, so the whole login ends',
      command: `${show} ${refresh('$REFRESH')}`,
      status: 401,
    },
    { title: 'and the new access token with it', command: use('$FRESH'), status: 401 },
    { title: 'obtain another pair', command: login, status: 200 },
    { title: 'keep its refresh token', command: take('REFRESH', 'refresh', 'PAIR'), status: null },
    {
      title: 'blacklist it, as a logout does',
      command: `${show} -d refresh="$REFRESH" $API/token/blacklist/`,
      status: 200,
    },
    { title: 'and it renews nothing any more', command: `${show} ${refresh('$REFRESH')}`, status: 401 },
  ]
}
