/**
 * A body as it was when the request was made, however the caller changes it later; `undefined` where it can be read only
 * once.
 */
export function copyBody(body: BodyInit | null | undefined): BodyInit | null | undefined {
  if (typeof body !== 'object' || body === null || body instanceof Blob) return body
  if (body instanceof URLSearchParams) return new URLSearchParams(body)
  if (body instanceof ArrayBuffer) return body.slice(0)
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength).slice()
  return body instanceof FormData ? encodeForm(body) : undefined
}

/**
 * A form as it goes out, so that each sending has the same bytes; its files are referenced, not copied.
 *
 * @see https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data
 */
function encodeForm(form: FormData): Blob {
  // In lower case, as a Blob keeps its type.
  const boundary = `form-${Math.random()}${Math.random()}`
  const parts: BlobPart[] = []
  for (const [name, value] of form) {
    const start = `--${boundary}\r\nContent-Disposition: form-data; name=${quote(withCrLf(name))}`
    if (typeof value === 'string') parts.push(`${start}\r\n\r\n${withCrLf(value)}`)
    else {
      const type = value.type || 'application/octet-stream'
      parts.push(`${start}; filename=${quote(value.name)}\r\nContent-Type: ${type}\r\n\r\n`, value)
    }
    parts.push('\r\n')
  }
  return new Blob([...parts, `--${boundary}--\r\n`], { type: `multipart/form-data; boundary=${boundary}` })
}

const withCrLf = (text: string) => text.replace(/\r\n?|\n/g, '\r\n')

const quote = (text: string) => `"${text.replace(/[\r\n"]/g, encodeURIComponent)}"`
