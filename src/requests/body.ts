/** A body as it was when the request was made, however the caller changes it later. */
export interface KeptBody {
  readonly body: BodyInit | null | undefined
  /** It can be read more than once. */
  readonly replayable: boolean
}

export function keepBody(body: BodyInit | null | undefined): KeptBody {
  if (typeof body !== 'object' || body === null || body instanceof Blob) return { body, replayable: true }
  if (body instanceof URLSearchParams) return { body: new URLSearchParams(body), replayable: true }
  if (body instanceof ArrayBuffer) return { body: body.slice(0), replayable: true }
  if (ArrayBuffer.isView(body)) {
    const { buffer, byteOffset, byteLength } = body
    return { body: new Uint8Array(buffer, byteOffset, byteLength).slice(), replayable: true }
  }
  if (body instanceof FormData) {
    const copy = new FormData()
    for (const [name, value] of body) {
      if (typeof value === 'string') copy.append(name, value)
      else copy.append(name, value, value.name)
    }
    return { body: copy, replayable: true }
  }
  return { body, replayable: false }
}
