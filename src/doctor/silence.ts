import { isText } from '../shape'

/** Why no answer came: what that looks like, and what to do. */
const SILENCES = {
  nothing_listens: ['nothing listens there', 'start the server, or check host and port'],
  unknown_host: ['no host has that name', 'check the spelling, and the DNS of the network that you are in'],
  unreachable: ['there is no way to the host', 'check the network, the firewall and the VPN'],
  slow: [
    'no answer in time',
    'look at what holds the server up; behind a firewall that drops packets it looks the same',
  ],
  wrong_name: [
    'its certificate is for another name',
    'ask it by a name that the certificate holds, or have one made for this name',
  ],
  untrusted: [
    'nobody known has signed its certificate',
    'serve the whole chain of a known authority; name an authority of your own in NODE_EXTRA_CA_CERTS',
  ],
  expired: ['its certificate has expired', 'renew the certificate'],
  no_tls: ['it does not speak TLS there', 'check the port, or ask by http:'],
  no_http: ['what listens there does not speak HTTP', 'check the port'],
  forbidden_port: [
    'no client speaks HTTP to that port',
    'serve it on another one: https://fetch.spec.whatwg.org/#port-blocking',
  ],
  broken: [
    'the connection broke before the answer was complete',
    'look at the server’s log, and at proxies in between',
  ],
  too_large: ['the answer is larger than 1 MB', 'check baseUrl: a token server’s answers are small'],
  failed: ['the request failed', 'check baseUrl, CORS and whether the server runs'],
} as const

export type Silence = keyof typeof SILENCES

/** An answer that did not come. */
export interface Silent {
  readonly silence: Silence
}

export const wordsFor = ({ silence }: Silent): string => SILENCES[silence][0]

export const cureFor = ({ silence }: Silent): string => SILENCES[silence][1]

/** By the codes of Node: https://nodejs.org/api/errors.html, and of OpenSSL. */
const CODES: readonly (readonly [RegExp, Silence])[] = [
  [/^ECONNREFUSED$/, 'nothing_listens'],
  [/^(ENOTFOUND|EAI_\w+)$/, 'unknown_host'],
  [/^E(HOST|NET)UNREACH$/, 'unreachable'],
  [/^(ETIMEDOUT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT)$/, 'slow'],
  [/^ERR_TLS_CERT_ALTNAME_INVALID$/, 'wrong_name'],
  [/^(DEPTH_ZERO_)?SELF_SIGNED_CERT|^UNABLE_TO_|^CERT_(UNTRUSTED|SIGNATURE_FAILURE)$/, 'untrusted'],
  [/^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/, 'expired'],
  [/^(ERR_SSL_|EPROTO$)/, 'no_tls'],
  [/^HPE_/, 'no_http'],
  [/^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/, 'broken'],
]

/** Reads it off what `fetch` threw, whose cause tells more than its message. */
export function silenceOf(error: unknown, depth = 3): Silence {
  const { code, cause, errors, message } = Object(error) as Record<string, unknown> & { errors?: readonly unknown[] }
  if (message === 'bad port') return 'forbidden_port'
  const known = CODES.find(([codes]) => isText(code) && codes.test(code))
  if (known) return known[1]
  const inner = cause ?? errors?.[0]
  return inner && depth > 0 ? silenceOf(inner, depth - 1) : 'failed'
}
