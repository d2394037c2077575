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

/**
 * Sends the token where it belongs, waits where it must, and replays what a 401 refused:
 * `provideHttpClient(withInterceptors([authInterceptor]))`. Put it last, so that the others see each request once. What the
 * server answers arrives as without it; what could not be sent fails with an `AuthSessionError`. On a server nothing is touched.
 */
export const authInterceptor: HttpInterceptorFn = (request, next) => {
  const { session } = injectProvided('authInterceptor')
  const zone = inject(NgZone)
  const isOwn = request.headers.has('Authorization') || request.method === 'JSONP'
  if (isOwn || !isBrowser()) return next(request)
  return new Observable((subscriber) => send(session, zone, request, next, subscriber))
}

function send(
  session: AuthSession,
  zone: NgZone,
  given: HttpRequest<unknown>,
  next: HttpHandlerFn,
  subscriber: Subscriber<HttpEvent<unknown>>,
): () => void {
  const request = given.clone({ body: copyBody(given.body) })
  const { url, method } = request
  const controller = new AbortController()
  const { signal } = controller
  const enter = NgZone.isInAngularZone() ? <T>(run: () => T) => zone.run(run) : <T>(run: () => T) => run()
  let isReplay = false
  let refusal: HttpEvent<unknown>[] = []

  const attempt = (token: string | null) =>
    new Promise<HttpEvent<unknown> | null>((resolve, reject) => {
      refusal = []
      let last: HttpEvent<unknown> | null = null
      const sent = next(token === null ? request : request.clone({ setHeaders: { Authorization: `Bearer ${token}` } }))
      const subscription = sent.subscribe({
        next(event) {
          last = event
          if (refusal.length > 0 || (event.type === HttpEventType.ResponseHeader && event.status === 401))
            refusal.push(event)
          else if (!isReplay || event.type !== HttpEventType.Sent) subscriber.next(event)
        },
        error: reject,
        complete: () => resolve(last),
      })
      isReplay = true
      signal.addEventListener('abort', () => subscription.unsubscribe())
    })

  zone
    .runOutsideAngular(() =>
      session.withToken((token) => enter(() => attempt(token)), {
        ...optionsOf(request.context),
        signal,
        url,
        resource: `${method} ${url.split(/[?#]/, 1)[0]}`,
        isUnauthorized: (outcome) => refuses(outcome, url),
      }),
    )
    .then(
      () => subscriber.complete(),
      (error: unknown) => {
        for (const event of refusal) subscriber.next(event)
        subscriber.error(error)
      },
    )
  return () => controller.abort()
}

/** A 401 from elsewhere, after a redirect, says nothing about the token: browsers take it off on the way. */
function refuses(outcome: unknown, url: string): boolean {
  const { status, url: answeredBy } = Object(outcome) as { status?: unknown; url?: string | null }
  return status === 401 && originOf(answeredBy ?? url) === originOf(url)
}
