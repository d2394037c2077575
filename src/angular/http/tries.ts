import { HttpErrorResponse, type HttpEvent, HttpEventType, type HttpResponse } from '@angular/common/http'
import type { Observable } from 'rxjs'
import { type Answer, answerOf } from './answer'

interface TriesPorts {
  /** Puts the request on the wire, with those headers. */
  readonly put: (headers: Readonly<Record<string, string>>) => Observable<HttpEvent<unknown>>
  /** Where it goes. */
  readonly address: string
  /** Takes it off the wire. */
  readonly signal: AbortSignal
  readonly tell: (event: HttpEvent<unknown>) => void
}

/** The tries of one request, told as if they were one: nobody hears what a refused one was answered. */
export function createTries({ put, address, signal, tell }: TriesPorts) {
  let count = 0
  /** What the present try was answered: told when the session has not taken it for a refusal. */
  let withheld: HttpEvent<unknown>[] = []
  let failure: { readonly answer: Answer; readonly error: HttpErrorResponse } | null = null

  const tellAll = () => {
    for (const event of withheld) tell(event)
  }

  return {
    tellAll,
    /** Settles with the answer, as the session reads it. */
    begin(headers: Readonly<Record<string, string>>): Promise<Pick<Answer, 'status'>> {
      const isReplay = count++ > 0
      withheld = []
      failure = null
      let last: HttpResponse<unknown> | null = null
      return new Promise((resolve, reject) => {
        const subscription = put(headers).subscribe({
          next(event) {
            if (event.type === HttpEventType.Response) last = event
            if (withheld.length > 0 || isToBeJudged(event)) withheld.push(event)
            else if (!isReplay || event.type !== HttpEventType.Sent) tell(event)
          },
          error(error: unknown) {
            if (!(error instanceof HttpErrorResponse) || error.status === 0) return reject(error)
            failure = { answer: answerOf(error, address), error }
            reject(failure.answer)
          },
          complete: () => resolve(last ? answerOf(last, address) : { status: 0 }),
        })
        signal.addEventListener('abort', () => subscription.unsubscribe())
      })
    },
    /** What the caller is told where the session rejected the request for that reason. */
    errorOf(reason: unknown): unknown {
      if (reason !== failure?.answer) return reason
      tellAll()
      return failure?.error
    },
  }
}

function isToBeJudged(event: HttpEvent<unknown>): boolean {
  return event.type === HttpEventType.Response || (event.type === HttpEventType.ResponseHeader && !event.ok)
}
