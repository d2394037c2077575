import { ada, type Scene } from './scene'

/** Tokens that were obtained past every session, with a bare `fetch`. */
export async function obtain({ url }: Pick<Scene, 'url'>, credentials: typeof ada = ada) {
  const { access, refresh } = await post(url('/api/token/'), credentials)
  return { accessToken: String(access), refreshToken: String(refresh) }
}

/** Ends a refresh token, as another device that holds it may do. */
export async function blacklist({ url }: Pick<Scene, 'url'>, refresh: string): Promise<void> {
  await post(url('/api/token/blacklist/'), { refresh })
}

async function post(url: string, body: object): Promise<Record<string, unknown>> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
  return response.json()
}
