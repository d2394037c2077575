import type { Fault, Sent } from './wire'

/** All that was sent, quoted as servers, proxies and platforms do it. */
function quoted({ url, headers, body }: Sent) {
  const all = JSON.stringify({ url, headers, body })
  return {
    ...parsed(body),
    url,
    headers,
    sent: body,
    again: all,
    query: `?body=${encodeURIComponent(body)}&${formOf(body)}`,
  }
}

const parsed = (body: string): object => (body.startsWith('{') ? JSON.parse(body) : {})

const formOf = (body: string) =>
  String(new URLSearchParams(Object.entries(parsed(body)).map(([k, v]) => [k, String(v)])))

const brokenStream = (sent: Sent) =>
  new ReadableStream({
    pull(controller) {
      controller.enqueue(new TextEncoder().encode(JSON.stringify(quoted(sent)).slice(0, -9)))
      controller.error(
        Object.assign(new TypeError(`terminated: ${JSON.stringify(quoted(sent))}`), { cause: quoted(sent) }),
      )
    },
  })

const failed = (sent: Sent) => {
  const cause = Object.assign(new Error(`connect ${sent.url}`), { code: 'ECONNRESET', sent: quoted(sent) })
  return new TypeError(`fetch failed: ${sent.url} ${sent.body}`, { cause })
}

/** Answers that quote what was sent. */
export const echoing = (status: number): Fault => {
  return async (sent) => Response.json(quoted(sent), { status, headers: { 'x-echo': encodeURIComponent(sent.body) } })
}

/** A list of them, as DRF answers. */
export const echoingFields: Fault = async (sent) =>
  Response.json([sent.body, { [sent.body]: [`“${sent.body}” is wrong`] }], { status: 400 })

export const dropped: Fault = async (sent) => {
  throw failed(sent)
}

/** The server has done it; its answer is lost. */
export const lost: Fault = async (sent, answer) => {
  await answer()
  throw failed(sent)
}

export const cut: Fault = async (sent) => new Response(brokenStream(sent))

export const page: Fault = async (sent) =>
  new Response(`<html><title>${JSON.stringify(quoted(sent)).replaceAll('<', '&lt;')}</title></html>`)

/** To a place that has it all in its address. */
export const redirecting: Fault = async ({ url, headers, body }) => {
  const query = new URLSearchParams({ body, ...headers })
  return new Response(null, { status: 302, headers: { location: `${url}?${query}` } })
}

/** Tokens that are none, made of what was sent. */
export const garbage: Fault = async ({ body }) => Response.json({ access: `${body}ü`, refresh: { body }, user: [body] })

/** An access token that can stand in no header. */
export const unfit: Fault = async (_, answer) => {
  const { access, ...rest } = await (await answer()).json()
  return Response.json({ ...rest, access: `${access}\n` })
}

/** Another access token in a header, as some servers bring it. */
export const bringing =
  (token: string): Fault =>
  async (_, answer) => {
    const response = await answer()
    return new Response(response.body, { status: response.status, headers: { 'x-next-token': token } })
  }
