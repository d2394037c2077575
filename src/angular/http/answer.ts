import type { HttpErrorResponse, HttpResponse } from '@angular/common/http'

/** What the session reads of an answer, by the names that a `Response` has for it. */
export interface Answer {
  readonly status: number
  readonly ok: boolean
  readonly headers: { get(name: string): string | null }
  readonly url: string
  readonly redirected: boolean
  clone(): Answer
  text(): Promise<string>
}

/** `address`: where the request went; to its own origin is no redirect that counts. */
export function answerOf(response: HttpResponse<unknown> | HttpErrorResponse, address: string): Answer {
  const { status, ok, headers } = response
  const url = response.url || address
  const content = 'body' in response ? response.body : response.error
  const originOf = (at: string) => new URL(at, address).origin
  const answer: Answer = {
    status,
    ok,
    headers,
    url,
    redirected: originOf(url) !== originOf(address),
    clone: () => answer,
    text: async () => {
      if (content instanceof Blob) return content.text()
      if (content instanceof ArrayBuffer) return new TextDecoder().decode(content)
      return typeof content === 'string' ? content : JSON.stringify(content)
    },
  }
  return answer
}
