/**
 * A body as it was when the request was made, however the caller changes it later; `undefined` where it can be read only
 * once.
 */
export function copyBody(body: BodyInit | null | undefined): BodyInit | null | undefined {
  if (typeof body !== 'object' || body === null || body instanceof Blob) return body
  if (body instanceof URLSearchParams) return new URLSearchParams(body)
  if (body instanceof ArrayBuffer) return body.slice(0)
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength).slice()
  if (!(body instanceof FormData)) return undefined
  const copy = new FormData()
  for (const [name, value] of body) copy.append(name, value as string)
  return copy
}
