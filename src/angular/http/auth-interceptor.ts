import { DOCUMENT } from '@angular/common'
import type { HttpEvent, HttpInterceptorFn } from '@angular/common/http'
import { inject, NgZone } from '@angular/core'
import { Observable } from 'rxjs'
import { injectProvided } from '../provided'
import { OPTIONS } from './auth-context'
import { copyBody } from './request-body'
import { createTries } from './tries'

/**
 * Sends the token where it belongs, waits where it must, and replays what a 401 refused:
 * `provideHttpClient(withInterceptors([authInterceptor]))`. What the server answers arrives as it does without it; what
 * could not be sent fails with an `AuthSessionError`. Interceptors after it see each try. On a server nothing is touched.
 */
export const authInterceptor: HttpInterceptorFn = (given, next) => {
  const { session, isBrowser } = injectProvided('authInterceptor')
  const zone = inject(NgZone)
  const document = inject(DOCUMENT)
  const isOwn = given.headers.has('Authorization') || given.method === 'JSONP'
  if (isOwn || !isBrowser || !URL.canParse(given.url, document.baseURI)) return next(given)
  const resolve = () => new URL(given.url, document.baseURI).href
  const address = resolve()
  const request = given.clone({ body: copyBody(given.body) })
  /** Goes where it went at the call, however the document has moved since. */
  const put = (setHeaders: Record<string, string>) =>
    next(request.clone({ setHeaders, url: resolve() === address ? given.url : address }))

  return new Observable<HttpEvent<unknown>>((subscriber) => {
    const leaving = new AbortController()
    const { signal } = leaving
    const tries = createTries({ put, address, signal, tell: (event) => subscriber.next(event) })
    const isInside = NgZone.isInAngularZone()
    // Timers of the session must not keep the app from being stable.
    const sent = zone.runOutsideAngular(() =>
      session.withToken((_, headers) => (isInside ? zone.run(() => tries.begin(headers)) : tries.begin(headers)), {
        ...given.context.get(OPTIONS),
        signal,
        url: address,
        resource: `${given.method} ${address.split(/[?#]/, 1)[0]}`,
      }),
    )
    sent.then(
      () => {
        tries.tellAll()
        subscriber.complete()
      },
      (reason: unknown) => subscriber.error(tries.errorOf(reason)),
    )
    return () => leaving.abort()
  })
}
