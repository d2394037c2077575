import { createHash } from 'node:crypto'
import { HttpParams } from '@angular/common/http'
import { firstValueFrom } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { Echo } from '../../backends/embedded'
import { ada } from '../../session/scene'
import { standStill } from '../../session/standstill'
import { openClientScene, type Transport } from './app'

interface Case {
  readonly body: unknown
  /** What the caller does with it after the call. */
  readonly change?: () => void
  /** What of it reaches the server. */
  readonly bytes: string | Uint8Array
}

const text = 'a note, with ü and \r\n'
const bytes = () => new Uint8Array([0, 1, 2, 250, 251, 252, 253, 254, 255, 10, 13, 0])

const cases: Readonly<Record<string, () => Case>> = {
  'a string': () => ({ body: text, bytes: text }),
  'a number': () => ({ body: 7, bytes: '7' }),
  false: () => ({ body: false, bytes: 'false' }),
  'an object': () => {
    const body = { text, at: new Date(0), deep: [{ a: 1 }] }
    const change = () => void Object.assign(body.deep[0]!, { a: 2 })
    return { body, change, bytes: JSON.stringify({ text, at: new Date(0), deep: [{ a: 1 }] }) }
  },
  'an array': () => {
    const body = [1, 2]
    return { body, change: () => void body.push(3), bytes: '[1,2]' }
  },
  HttpParams: () => ({ body: new HttpParams({ fromObject: { a: '1', b: 'ü&=' } }), bytes: 'a=1&b=%C3%BC%26=' }),
  URLSearchParams: () => {
    const body = new URLSearchParams({ a: '1', b: 'ü&=' })
    return { body, change: () => body.set('a', 'changed'), bytes: 'a=1&b=%C3%BC%26%3D' }
  },
  'an ArrayBuffer': () => {
    const { buffer } = bytes()
    return { body: buffer, change: () => new Uint8Array(buffer).fill(7), bytes: bytes() }
  },
  'a Blob': () => ({ body: new Blob([text], { type: 'text/x-own' }), bytes: text }),
}

const digest = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex')

const lengthOf = (content: string | Uint8Array) => Buffer.from(content as Uint8Array).length

describe.each<Transport>(['XMLHttpRequest', 'fetch'])('over %s, a body that is', (transport) => {
  test.each(Object.entries(cases))('%s is replayed as it was when the request was made', async (_, create) => {
    const { http, session, server, url } = await openClientScene(transport)
    await session.login(ada)
    const post = (body: unknown) => firstValueFrom(http.post<Echo>(url('/api/notes/'), body))
    const untouched = await post(create().body)
    await server.revokeAccess()
    const { body, change, bytes } = create()
    const answer = post(body)
    change?.()
    expect((await answer).body).toEqual({ ...untouched.body, sha256: digest(bytes), length: lengthOf(bytes) })
    expect(server.requests.filter(({ path }) => path === '/api/notes/').map(({ status }) => status)).toEqual([
      200, 401, 200,
    ])
  })

  test.each(Object.entries(cases))('%s is sent after a wait as it was when the request was made', async (_, create) => {
    const scene = await openClientScene(transport)
    const { http, session, url } = scene
    await session.login(ada)
    const put = (body: unknown) => firstValueFrom(http.put<Echo>(url('/api/notes/'), body))
    const untouched = await put(create().body)
    const standstill = await standStill(scene)
    const { body, change, bytes } = create()
    const answer = put(body)
    change?.()
    standstill.release()
    expect((await answer).body).toEqual({ ...untouched.body, sha256: digest(bytes), length: lengthOf(bytes) })
  })

  test('a form with a file is replayed as it was when the request was made', async () => {
    const { http, session, server, url } = await openClientScene(transport)
    await session.login(ada)
    const create = () => {
      const form = new FormData()
      form.append('title', 'ü')
      form.append('title', 'again')
      form.append('photo', new Blob([text], { type: 'image/png' }), 'ü.png')
      return form
    }
    const fresh = await firstValueFrom(http.post<Echo>(url('/api/forms/'), create()))
    await server.revokeAccess()
    const form = create()
    const answer = firstValueFrom(http.post<Echo>(url('/api/forms/'), form))
    form.set('title', 'changed, and longer')
    const { length, contentType } = (await answer).body!
    const [type, boundary] = contentType!.split('boundary=')
    expect(type).toBe('multipart/form-data; ')
    const boundaries = (form: Echo['body']) => form!.length - 4 * form!.contentType!.split('boundary=')[1]!.length
    expect(length - 4 * boundary!.length).toBe(boundaries(fresh.body))
    expect(server.count({ path: '/api/forms/', status: 401 })).toBe(1)
  })
})
