import type { Answer } from '../front/answer'
import { json } from '../front/answer'

/** Thrown by endpoints: the answer to give, and why, for the event. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly answer: Answer

  constructor(answer: Answer, why: string) {
    super(why)
    this.answer = answer
  }
}

const challenge = { 'www-authenticate': 'Bearer realm="api"' }

/** What is wrong is the bearer that came along, not that none did; some views answer it in their own way. */
export class BadBearer extends Refusal {}

/** 401 with a `detail` and, where DRF gives one, a `code`. */
export function unauthorized(detail: string, code?: string): Refusal {
  return new Refusal(json(401, code === undefined ? { detail } : { detail, code }, challenge), detail)
}

/** 401 of a resource for a bearer that stands for nobody. */
export function badBearer(detail: string, code: string): BadBearer {
  return new BadBearer(json(401, { detail, code }, challenge), detail)
}

/** 401 of the endpoints that take a token in the body. */
export function tokenNotValid(detail: string): Refusal {
  return unauthorized(detail, 'token_not_valid')
}

/** 401 of a resource for a bearer that is no good. */
export function bearerNotValid(message: string): BadBearer {
  const body = {
    detail: 'Given token not valid for any token type',
    code: 'token_not_valid',
    messages: [{ token_class: 'AccessToken', token_type: 'access', message }],
  }
  return new BadBearer(json(401, body, challenge), message)
}

/** 401 of a resource without a bearer. */
export function notAuthenticated(): Refusal {
  return unauthorized('Authentication credentials were not provided.')
}

/** 403 for everybody. */
export function forbidden(): Refusal {
  const detail = 'You do not have permission to perform this action.'
  return new Refusal(json(403, { detail }), detail)
}

/** 405; `allow` lists the methods that would do. */
export function methodNotAllowed(method: string, allow: readonly string[]): Refusal {
  const detail = `Method "${method}" not allowed.`
  return new Refusal(json(405, { detail }, { allow: allow.join(', ') }), detail)
}

/** 400 with messages per field. */
export function invalid(fields: Readonly<Record<string, readonly string[]>>): Refusal {
  return new Refusal(json(400, fields), `invalid: ${Object.keys(fields).join(', ')}`)
}

/** 400 or 415 for a body that can't be read. */
export function unreadable(status: 400 | 415, detail: string): Refusal {
  return new Refusal(json(status, { detail }), detail)
}
