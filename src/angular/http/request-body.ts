import { HttpParams } from '@angular/common/http'

/** A body as it is now, however the caller changes it later; what can't change, and files, are not copied. */
export function copyBody(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || body instanceof Blob || body instanceof HttpParams) return body
  if (body instanceof ArrayBuffer) return body.slice(0)
  if (body instanceof URLSearchParams) return new URLSearchParams(body)
  return body instanceof FormData ? copyForm(body) : JSON.parse(JSON.stringify(body))
}

function copyForm(form: FormData): FormData {
  const copy = new FormData()
  for (const [name, value] of form) copy.append(name, value)
  return copy
}
