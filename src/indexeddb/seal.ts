import type { StoredSession } from '../platform/record'
import { keepKey } from './entries'

const PREFIX = 'sealed.'

/** What is told apart without the key: which token of which login at which server it is, and when it ends. */
const plainOf = ({ backend, epoch, generation }: StoredSession) =>
  new TextEncoder().encode(JSON.stringify([backend, epoch, generation]))

/** Hides in a record what it says of a person and all that opens a door. The record remains one, and its protocol the same. */
export async function seal(record: StoredSession, keyName: string): Promise<StoredSession> {
  const { accessToken, refreshToken, subject, user, lastLogin } = record
  const key = await keepKey(keyName)
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const text = new TextEncoder().encode(JSON.stringify({ accessToken, refreshToken, subject, user, lastLogin }))
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: plainOf(record) }, key, text)
  const hidden = { refreshToken: null, subject: null, user: null, lastLogin: null }
  return { ...record, ...hidden, accessToken: `${PREFIX}${encode(iv)}.${encode(new Uint8Array(sealed))}` }
}

/** The record as it was; one that was never sealed is as it was. @throws where the key is gone or anything was changed. */
export async function unseal(record: StoredSession, keyName: string): Promise<StoredSession> {
  if (!record.accessToken.startsWith(PREFIX)) return record
  const [iv = '', sealed = ''] = record.accessToken.slice(PREFIX.length).split('.')
  const algorithm = { name: 'AES-GCM', iv: decode(iv), additionalData: plainOf(record) }
  const text = await crypto.subtle.decrypt(algorithm, await keepKey(keyName), decode(sealed))
  return { ...record, ...JSON.parse(new TextDecoder().decode(text)) }
}

function encode(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

function decode(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}
