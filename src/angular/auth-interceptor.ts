import { DOCUMENT } from '@angular/common'
import {
  type HttpEvent,
  HttpEventType,
  type HttpHandlerFn,
  type HttpInterceptorFn,
  type HttpRequest,
} from '@angular/common/http'
import { inject, NgZone } from '@angular/core'
import { Observable, type Subscriber } from 'rxjs'
import type { AuthSession } from '../auth-session'
import { originOf } from '../requests/origins'
import { optionsOf } from './auth-context'
import { injectProvided, isBrowser } from './provide-auth-session'
import { copyBody } from './request-body'

interface Sending {
  readonly session: AuthSession
  readonly zone: NgZone
  readonly request: HttpRequest<unknown>
  /** Where it goes, however the document moves while it waits. */
  readonly address: string
  /** Puts it on the wire, with that token. */
  readonly send: (token: string | null) => Observable<HttpEvent<unknown>>
}

/**
 * Sends the token where it belongs, waits where it must, and replays what a 401 refused:
 * `provideHttpClient(withInterceptors([authInterceptor]))`. What the server answers arrives as it does without it; what
 * could not be sent fails with an `AuthSessionError`. Interceptors after it see each try. On a server nothing is touched.
 */
export const authInterceptor: HttpInterceptorFn = (given, next) => {
  const { session } = injectProvided('authInterceptor')
  const zone = inject(NgZone)
  const document = inject(DOCUMENT)
  const isOwn = given.headers.has('Authorization') || given.method === 'JSONP'
  if (isOwn || !isBrowser() || !URL.canParse(given.url, document.baseURI)) return next(given)
  const resolve = () => new URL(given.url, document.baseURI).href
  const address = resolve()
  const request = given.clone({ body: copyBody(given.body) })
  const send = (token: string | null) => next(addressed(token === null ? request : withToken(request, token)))
  const addressed = (sent: HttpRequest<unknown>) => (resolve() === address ? sent : sent.clone({ url: address }))
  return new Observable((subscriber) => sendWithToken({ session, zone, request, address, send }, subscriber))
}

const withToken = (request: HttpRequest<unknown>, token: string) =>
  request.clone({ setHeaders: { Authorization: `Bearer ${token}` } })

function sendWithToken(
  { session, zone, request, address, send }: Sending,
  subscriber: Subscriber<HttpEvent<unknown>>,
): () => void {
  const controller = new AbortController()
  const { signal } = controller
  const enter: <T>(run: () => T) => T = NgZone.isInAngularZone() ? (run) => zone.run(run) : (run) => run()
  let tries = 0
  /** What a refused try told: nobody hears of it, unless that refusal is the caller's. */
  let refusal: HttpEvent<unknown>[] = []

  const attempt = (token: string | null) =>
    new Promise<HttpEvent<unknown> | undefined>((resolve, reject) => {
      let last: HttpEvent<unknown> | undefined
      tries++
      refusal = []
      const subscription = send(token).subscribe({
        next(event) {
          last = event
          if (refusal.length > 0 || isRefusal(event)) refusal.push(event)
          else if (tries === 1 || event.type !== HttpEventType.Sent) subscriber.next(event)
        },
        error: reject,
        complete: () => resolve(last),
      })
      signal.addEventListener('abort', () => subscription.unsubscribe())
    })

  // Timers of the session must not keep the app from being stable.
  const sent = zone.runOutsideAngular(() =>
    session.withToken((token) => enter(() => attempt(token)), {
      ...optionsOf(request.context),
      signal,
      url: address,
      resource: `${request.method} ${address.split(/[?#]/, 1)[0]}`,
      isUnauthorized: (outcome) => refuses(outcome, address),
    }),
  )
  sent.then(
    () => subscriber.complete(),
    (error: unknown) => {
      for (const event of refusal) subscriber.next(event)
      subscriber.error(error)
    },
  )
  return () => controller.abort()
}

const isRefusal = (event: HttpEvent<unknown>) => event.type === HttpEventType.ResponseHeader && event.status === 401

/** A 401 from elsewhere, after a redirect, says nothing about the token: browsers take it off on the way. */
function refuses(outcome: unknown, address: string): boolean {
  const { status, url } = Object(outcome) as { status?: unknown; url?: string | null }
  return status === 401 && originOf(url ?? address) === originOf(address)
}
