import type { AuthSession } from 'xstate-auth-session'

/** Sends a file and tells how much of it is sent, from 0 to 1; after a renewal again, from the beginning. */
export function upload(session: AuthSession, url: string, file: Blob, onProgress: (part: number) => void) {
  const send = (_: string | null, headers: Readonly<Record<string, string>>) =>
    new Promise<XMLHttpRequest>((resolve, reject) => {
      const request = new XMLHttpRequest()
      request.open('POST', url)
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
      request.upload.onprogress = ({ loaded, total }) => onProgress(loaded / total)
      request.onload = () => resolve(request)
      request.onerror = () => reject(new TypeError('The upload failed'))
      request.send(file)
    })
  return session.withToken(send, { url, auth: 'required', hold: true })
}
