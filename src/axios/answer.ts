import { AxiosHeaders, type AxiosResponse } from 'axios'
import { isStream } from './stream'

/** Where axios' adapters note the address from which an answer came: `XMLHttpRequest`, and Node's requests. */
interface Asked {
  readonly responseURL?: string
  readonly res?: { readonly responseUrl?: string }
}

/**
 * An answer as the session reads it. axios' `fetch` adapter does not tell whether a redirect led elsewhere: of such an answer the
 * status alone is shown, so that no stranger's header is taken for the server's.
 */
export function answerOf({ status, headers, data, request, config }: AxiosResponse, url: string): Response {
  if (status < 200 || status > 599) return Response.error()
  const { responseURL, res } = Object(request) as Asked
  const address = responseURL || res?.responseUrl || (config.maxRedirects === 0 && url)
  const answer = new Response(null, {
    status,
    headers: address ? (AxiosHeaders.concat(headers as AxiosHeaders).toJSON(true) as Record<string, string>) : {},
  })
  answer.clone = () => new Response(isStream(data) ? null : data)
  return Object.defineProperties(answer, {
    redirected: { value: address && address !== url },
    url: { value: address || url },
  })
}
