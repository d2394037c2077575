import type { IncomingMessage, ServerResponse } from 'node:http'
import { openHost } from './host'

export type Served = {
  readonly body: Record<string, unknown>
  readonly bearer: string
  readonly request: IncomingMessage
}
export type View = (served: Served, response: ServerResponse) => object | undefined

/** A token server of a few views: each answers in JSON, with 200 unless it says otherwise; what is not there is 404. */
export function openViews(views: Readonly<Record<string, View>>): Promise<string> {
  return openHost(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    const view = views[`${request.method} ${request.url}`]
    if (!view) return void response.writeHead(404).end('{}')
    const isJson = request.headers['content-type'] === 'application/json'
    const body = text === '' ? {} : isJson ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text))
    const bearer = request.headers.authorization ?? ''
    const answer = view({ body, bearer, request }, response)
    response.setHeader('Content-Type', 'application/json')
    response.end(JSON.stringify(answer ?? {}))
  })
}

export const status = (response: ServerResponse, code: number, headers: Record<string, string> = {}) => {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  response.statusCode = code
  return {}
}

/** An unsigned JWT from and to those moments in ms. */
export const token = (from: number, to: number, name = 'x') =>
  ['{"alg":"none"}', JSON.stringify({ iat: Math.floor(from / 1_000), exp: Math.floor(to / 1_000), name }), name]
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.')

export const askFor = (fields: readonly string[], body: Served['body'], response: ServerResponse) => {
  const missing = fields.filter((field) => !(field in body))
  if (missing.length > 0) status(response, 400)
  return missing.length > 0 ? Object.fromEntries(missing.map((field) => [field, ['This field is required.']])) : null
}
