import {
  HttpClient,
  HttpErrorResponse,
  HttpHeaders,
  provideHttpClient,
  withFetch,
  withInterceptors,
} from '@angular/common/http'
import { TestBed } from '@angular/core/testing'
import { firstValueFrom, fromEvent, mergeMap, type Observable, retry, takeUntil, throwError, timeout } from 'rxjs'
import { authContext, authInterceptor } from 'xstate-auth-session/angular'
import type { Client, ClientRow } from '../../clients/client'
import type { Session } from '../../session/scene'
import { openApp } from './app'

/** Angular's client, as a row of the table that the request suite goes through. */
export const clients: readonly ClientRow[] = [{ name: 'Angular’s HttpClient', open: openHttpClient }]

function openHttpClient(session: Session): Client {
  openApp(session, [provideHttpClient(withFetch(), withInterceptors([authInterceptor]))])
  const http = TestBed.inject(HttpClient)
  const get = (url: string) => http.get(url, { observe: 'response' })
  return {
    async send({ url, method = 'GET', body, headers, signal, auth, hold }) {
      const context = authContext({ auth, hold })
      const answer = http.request(method, url, {
        body,
        headers: new HttpHeaders(headers),
        context,
        observe: 'response',
      })
      return firstValueFrom(signal ? answer.pipe(takeUntil(aborted(signal))) : answer).catch((error: unknown) => {
        if (!(error instanceof HttpErrorResponse) || error.status === 0) throw error
        return { status: error.status, body: error.error }
      })
    },
    bodies: 'it has kinds of its own',
    abort: true,
    reason: (error) => error,
    timeout: (url, ms) => firstValueFrom(get(url).pipe(timeout(ms))),
    retry: async (url) => (await firstValueFrom(get(url).pipe(retry({ count: 2, delay: 0 })))).status,
    stream: 'it tells a text as it grows',
    url: async (url) => (await firstValueFrom(get(url))).url ?? undefined,
    keepalive: 'its transport is not the session’s',
    request: 'it takes its own requests alone',
  }
}

/** Fails with the signal's reason, as what it ends should. */
const aborted = (signal: AbortSignal): Observable<never> =>
  (signal.aborted ? throwError(() => signal.reason) : fromEvent(signal, 'abort')).pipe(
    mergeMap(() => throwError(() => signal.reason)),
  )
