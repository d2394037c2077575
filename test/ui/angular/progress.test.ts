import { type HttpEvent, HttpEventType, HttpRequest } from '@angular/common/http'
import { lastValueFrom, toArray } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { authContext } from 'xstate-auth-session/angular/http'
import { failure } from '../../session/failure'
import { ada } from '../../session/scene'
import { openClientScene, type Transport } from './app'

const nameOf = ({ type }: HttpEvent<unknown>) => HttpEventType[type]

const body = 'a note '.repeat(10)

describe.each<[Transport, string[]]>([
  ['XMLHttpRequest', ['Sent', 'UploadProgress', 'ResponseHeader', 'DownloadProgress', 'Response']],
  ['fetch', ['Sent', 'ResponseHeader', 'DownloadProgress', 'Response']],
])('over %s, a request that reports its progress', (transport, expected) => {
  const open = async () => {
    const scene = await openClientScene(transport)
    await scene.session.login(ada)
    const options = { reportProgress: true, responseType: 'text' } as const
    const events = (path: string, more = {}) =>
      scene.http.request(new HttpRequest('POST', scene.url(path), body, { ...options, ...more }))
    return { ...scene, events }
  }
  /** How often each kind of progress is told depends on the sockets. */
  const kindsOf = (events: readonly HttpEvent<unknown>[]) =>
    events.map(nameOf).filter((name, i, names) => name !== names[i - 1])

  test('tells it', async () => {
    const { events } = await open()
    expect(kindsOf(await lastValueFrom(events('/api/notes/').pipe(toArray())))).toEqual(expected)
  })

  test('tells nothing of a refusal that is replayed', async () => {
    const { server, events } = await open()
    await server.revokeAccess()
    const told = await lastValueFrom(events('/api/notes/').pipe(toArray()))
    expect(kindsOf(told)).toEqual(expected)
    const statuses = told.flatMap((event) => ('status' in event ? [event.status] : []))
    expect(statuses).toEqual([200, 200])
    expect(server.count({ path: '/api/notes/' })).toBe(2)
  })

  test('tells of a refusal that is the caller’s what Angular tells without a session', async () => {
    const { events } = await open()
    const heard = async (more = {}) => {
      const told: HttpEvent<unknown>[] = []
      const watched = new Promise((resolve, reject) =>
        events('/api/always-401/', more).subscribe({
          next: (event) => void told.push(event),
          error: reject,
          complete: () => resolve(undefined),
        }),
      )
      expect(await failure(watched)).toMatchObject({ name: 'HttpErrorResponse', status: 401 })
      return kindsOf(told)
    }
    expect(await heard()).toEqual(await heard({ context: authContext({ auth: 'omit' }) }))
  })
})
