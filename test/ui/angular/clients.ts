import {
  HttpClient,
  type HttpDownloadProgressEvent,
  HttpErrorResponse,
  type HttpEvent,
  HttpEventType,
  HttpHeaders,
  provideHttpClient,
  withFetch,
  withInterceptors,
} from '@angular/common/http'
import { TestBed } from '@angular/core/testing'
import {
  firstValueFrom,
  fromEvent,
  lastValueFrom,
  mergeMap,
  type Observable,
  retry,
  takeUntil,
  throwError,
  timeout,
} from 'rxjs'
import { authContext, authInterceptor } from 'xstate-auth-session/angular/http'
import type { Client, ClientRow } from '../../clients/client'
import type { Session } from '../../session/scene'
import { openApp } from './app'

/** Angular's client, as a row of the table that the request suite goes through. */
export const clients: readonly ClientRow[] = [
  {
    name: 'Angular’s HttpClient',
    open: openHttpClient,
    lacks: { request: 'it takes its own requests alone' },
    retries: 'whatever fails',
    // To Angular a view is an object like any other.
    sentAs: { 'a view': (body) => JSON.stringify(body) },
  },
]

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
    bodies: true,
    abort: true,
    reason: (error) => error,
    timeout: (url, ms) => firstValueFrom(get(url).pipe(timeout(ms))),
    retry: async (url) => (await firstValueFrom(get(url).pipe(retry({ count: 2, delay: 0 })))).status,
    stream: async (url) => grown(http.get(url, { observe: 'events', reportProgress: true, responseType: 'text' })),
    url: async (url) => (await firstValueFrom(get(url))).url ?? undefined,
    keepalive: (url) => firstValueFrom(http.get(url, { keepalive: true })),
    tried: {
      request: async (request) => (await lastValueFrom(http.request<number>(request as never))).type,
    },
  }
}

/** Fails with the signal's reason, as what it ends should. */
const aborted = (signal: AbortSignal): Observable<never> =>
  (signal.aborted ? throwError(() => signal.reason) : fromEvent(signal, 'abort')).pipe(
    mergeMap(() => throwError(() => signal.reason)),
  )

/** A text by what it has grown each time that progress was told. */
async function* grown(events: Observable<HttpEvent<string>>): AsyncGenerator<Uint8Array> {
  let length = 0
  for await (const event of eachValueFrom(events)) {
    if (event.type !== HttpEventType.DownloadProgress) continue
    const { partialText = '' } = event as HttpDownloadProgressEvent
    if (partialText.length > length) yield new TextEncoder().encode(partialText.slice(length))
    length = partialText.length
  }
}

async function* eachValueFrom<T>(values: Observable<T>): AsyncGenerator<T> {
  const told = new ReadableStream<T>({
    start(controller) {
      values.subscribe({
        next: (value) => controller.enqueue(value),
        error: (error) => controller.error(error),
        complete: () => controller.close(),
      })
    },
  })
  yield* told
}
