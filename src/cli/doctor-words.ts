import { parseArgs } from 'node:util'
import { judgeTransport } from '../doctor/probes/reach'
import type { Target } from '../doctor/target'

/** What the words after `doctor` ask for. */
export interface DoctorOrder {
  readonly target: Target
  readonly isYes: boolean
  readonly isJson: boolean
  readonly readsStdin: boolean
}

/** An order that can't be carried out; the message says what to write instead, and repeats nothing. */
export class OrderError extends Error {
  override readonly name = 'OrderError'
}

const PATHS = {
  login: 'login',
  refresh: 'refresh',
  logout: 'logout',
  'logout-everywhere': 'logoutEverywhere',
  resource: 'resource',
  'token-endpoint': 'tokenEndpoint',
  'revocation-endpoint': 'revocationEndpoint',
} as const
const text = { type: 'string' } as const
const flag = { type: 'boolean', default: false } as const
const options = {
  ...{ login: text, refresh: text, logout: text, 'logout-everywhere': text, resource: text },
  ...{ 'token-endpoint': text, 'revocation-endpoint': text },
  ...{ origin: text, 'client-id': text, 'credentials-stdin': flag, yes: flag, json: flag },
} as const

/** @throws OrderError */
export function readDoctorOrder(words: readonly string[]): DoctorOrder {
  if (words.some((word) => /^--?(p|pass|password|user|username|token|credentials|secret)(=|$)/i.test(word)))
    throw new OrderError(
      'no credentials among the arguments: everybody on this machine sees those, and the shell keeps them. They come from DOCTOR_USERNAME and DOCTOR_PASSWORD, from --credentials-stdin, or are asked for',
    )
  const { values, positionals } = parsed(words)
  const [address, ...more] = positionals
  if (address === undefined || more.length > 0) throw new OrderError('give one address: that of the API')
  const paths: Record<string, string> = {}
  for (const [name, key] of Object.entries(PATHS)) {
    const path = values[name as keyof typeof PATHS]
    if (path === undefined) continue
    const isElsewhere = name === 'resource' && isAddress(path)
    if (!isElsewhere && (!/^\/[^\s?#\\]*$/.test(path) || path.startsWith('//')))
      throw new OrderError(`--${name} is a path, such as /api/me/`)
    paths[key] = path
  }
  return {
    target: {
      baseUrl: baseUrlIn(address),
      paths,
      origin: values.origin === undefined ? null : originIn(values.origin),
      clientId: values['client-id'] ?? null,
    },
    isYes: values.yes,
    isJson: values.json,
    readsStdin: values['credentials-stdin'],
  }
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true })
  } catch (error) {
    const name = /'(--?[\w-]+)/.exec((error as Error).message)?.[1]
    const isUnknown = (error as NodeJS.ErrnoException).code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION'
    throw new OrderError(
      `${name ?? 'an option'} ${isUnknown ? 'is no option' : 'can’t be used so'}; these are the options`,
    )
  }
}

function baseUrlIn(address: string): string {
  const url = urlIn(address)
  if (url === null) throw new OrderError('the address is that of the API: https://api.example.com')
  if (url.username !== '' || url.password !== '') throw new OrderError('the address must not hold credentials')
  if (url.search !== '' || url.hash !== '') throw new OrderError('the address ends before ? and #')
  return (url.origin + url.pathname).replace(/\/+$/, '')
}

/** Of an API that is not where the tokens come from; the tokens of the test user are sent there. */
function isAddress(text: string): boolean {
  const url = urlIn(text)
  return url !== null && judgeTransport(text).verdict === 'pass' && url.username === '' && url.search === ''
}

function originIn(text: string): string {
  const url = urlIn(text)
  if (url === null || url.origin !== text.replace(/\/$/, ''))
    throw new OrderError('--origin is an origin: https://app.example.com')
  return url.origin
}

function urlIn(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null
  return url && ['http:', 'https:'].includes(url.protocol) ? url : null
}
