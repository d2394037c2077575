import type { AuthSession } from 'xstate-auth-session'

type Progress = (loaded: number, total: number) => void

export function upload(session: AuthSession, url: string, body: Blob, onProgress: Progress, signal?: AbortSignal) {
  const send = (_: string | null, headers: Readonly<Record<string, string>>) =>
    new Promise<XMLHttpRequest>((resolve, reject) => {
      const request = new XMLHttpRequest()
      request.open('POST', url)
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
      request.upload.onprogress = ({ loaded, total }) => onProgress(loaded, total)
      request.onload = () => resolve(request)
      request.onerror = () => reject(new TypeError('The upload failed'))
      request.onabort = () => reject(signal?.reason)
      signal?.addEventListener('abort', () => request.abort())
      request.send(body)
    })
  return session.withToken(send, { url, signal })
}
