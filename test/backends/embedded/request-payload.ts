import type { Exchange } from '../front/exchange'
import { invalid, unreadable } from './refusal'

const formTypes = ['application/x-www-form-urlencoded', 'multipart/form-data']

/** The named fields of a JSON or form body as trimmed strings; DRF's refusals for anything else. */
export async function readFields<Field extends string>(
  exchange: Exchange,
  ...names: readonly Field[]
): Promise<Record<Field, string>> {
  const payload = await readPayload(exchange)
  const fields: Partial<Record<Field, string>> = {}
  const errors: Record<string, string[]> = {}
  for (const name of names) {
    const value = Object.hasOwn(payload, name) ? payload[name] : undefined
    const text = typeof value === 'number' ? String(value) : value
    if (text === undefined) errors[name] = ['This field is required.']
    else if (text === null) errors[name] = ['This field may not be null.']
    else if (typeof text !== 'string') errors[name] = ['Not a valid string.']
    else if (text.trim() === '') errors[name] = ['This field may not be blank.']
    else fields[name] = text.trim()
  }
  if (Object.keys(errors).length > 0) throw invalid(errors)
  return fields as Record<Field, string>
}

async function readPayload({ headers, body }: Exchange): Promise<Record<string, unknown>> {
  if (body.length === 0) return {}
  const contentType = headers['content-type'] ?? ''
  const mediaType = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (mediaType === 'application/json') return readObject(body.toString())
  if (formTypes.includes(mediaType)) return readForm(body, contentType)
  throw unreadable(415, `Unsupported media type "${contentType}" in request.`)
}

function readObject(text: string): Record<string, unknown> {
  const value = parseJson(text)
  if (value === null) throw invalid({ non_field_errors: ['No data provided'] })
  if (typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>
  const type = Array.isArray(value) ? 'list' : { string: 'str', number: 'int', boolean: 'bool' }[typeof value as string]
  throw invalid({ non_field_errors: [`Invalid data. Expected a dictionary, but got ${type}.`] })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw unreadable(400, 'JSON parse error - Expecting value: line 1 column 1 (char 0)')
  }
}

async function readForm(body: Buffer, contentType: string): Promise<Record<string, unknown>> {
  try {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData()
    return Object.fromEntries(form)
  } catch {
    throw unreadable(400, 'Multipart form parse error - Invalid boundary in multipart: None')
  }
}
