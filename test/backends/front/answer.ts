/** Several cookies are several headers. */
export type AnswerHeaders = Readonly<Record<string, string | string[]>>

/** What an endpoint answers; `Date`, `Content-Length` and CORS are added on the way out. */
export interface Answer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: AnswerHeaders
  readonly body: string
}

/** A JSON answer, compact as Django's. */
export function json(status: number, value: unknown, headers: AnswerHeaders = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) }
}

/** An HTML answer. */
export function html(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body }
}

/** 205, as the usual logout view answers. */
export const resetContent: Answer = { status: 205, headers: {}, body: '' }

/** Django's APPEND_SLASH: the target is relative and keeps the query. */
export function movedTo(location: string): Answer {
  return { status: 301, headers: { 'content-type': 'text/html; charset=utf-8', location }, body: '' }
}

/** Django's own page. */
export const notFound: Answer = {
  status: 404,
  headers: { 'content-type': 'text/html' },
  body: '\n<!doctype html>\n<html lang="en">\n<head>\n  <title>Not Found</title>\n</head>\n<body>\n  <h1>Not Found</h1><p>The requested resource was not found on this server.</p>\n</body>\n</html>\n',
}
