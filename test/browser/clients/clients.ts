import axios, { isAxiosError } from 'axios'
import { type AuthSession, createAuthSession } from 'xstate-auth-session'
import { installAuthSession } from 'xstate-auth-session/axios'
import { type PasswordCredentials, simpleJwt } from 'xstate-auth-session/backends'
import { upload } from './upload'

/** What came of an upload, and what was told of its progress: how much of how much, at each end of it. */
export interface Uploaded {
  readonly status: number | string
  readonly ends: readonly number[]
}

type How = 'XMLHttpRequest' | 'axios'

export interface Clients {
  login(api: string, credentials: PasswordCredentials): Promise<void>
  /** `abortAt`: the signal is aborted once so many bytes have gone. */
  upload(how: How, url: string, size: number, abortAt?: number): Promise<Uploaded>
}

declare global {
  interface Window {
    readonly clients: Clients
  }
}

let session: AuthSession

async function send(
  how: How,
  url: string,
  body: Blob,
  onProgress: (loaded: number, total: number) => void,
  signal: AbortSignal,
) {
  if (how === 'XMLHttpRequest') return (await upload(session, url, body, onProgress, signal)).status
  const onUploadProgress = ({ loaded, total = 0 }: { loaded: number; total?: number }) => onProgress(loaded, total)
  return (await axios.post(url, body, { onUploadProgress, signal })).status
}

const clients: Clients = {
  async login(api, credentials) {
    session = createAuthSession({ backend: simpleJwt({ baseUrl: api }) })
    installAuthSession(axios, session)
    await session.login(credentials)
  },
  async upload(how, url, size, abortAt = Number.POSITIVE_INFINITY) {
    const ends: number[] = []
    const abort = new AbortController()
    const onProgress = (loaded: number, total: number) => {
      if (loaded === total) ends.push(total)
      if (loaded >= abortAt) abort.abort(new Error('left'))
    }
    const told = send(how, url, new Blob([new Uint8Array(size)]), onProgress, abort.signal)
    const reasonOf = (error: unknown) => (isAxiosError(error) ? `${error.code} ${error.cause}` : String(error))
    return { status: await told.catch(reasonOf), ends }
  },
}

Object.assign(window, { clients })
