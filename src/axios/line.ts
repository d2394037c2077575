import { AxiosError, CanceledError, type InternalAxiosRequestConfig } from 'axios'
import { systemClock } from '../platform/clock'

/**
 * What takes a request out of the line, with the error that axios' users expect: its signal, its cancel token, its timeout, which
 * counts anew for each sending.
 */
export function createLine(config: InternalAxiosRequestConfig) {
  const { cancelToken, timeout, session } = config
  const given = config.signal as AbortSignal | undefined
  const clock = systemClock()
  const line = new AbortController()
  const { signal } = line
  const end = (error?: unknown) => line.abort(error)
  const cancel = () => end(Object.assign(new CanceledError(undefined, config), { cause: given?.reason }))
  const timer = timeout && !session?.hold && clock.setTimeout(() => end(timeoutError(config)), timeout)
  cancelToken?.subscribe(end)
  given?.addEventListener('abort', cancel, { signal })

  return {
    signal,
    /** @throws what the signal led to, where it is aborted: what was on the wire does not tell its reason. */
    fail(reason: unknown): never {
      throw given?.aborted ? signal.reason : reason
    },
    leave() {
      clock.clearTimeout(timer)
      cancelToken?.unsubscribe(end)
      end()
    },
  }
}

function timeoutError(config: InternalAxiosRequestConfig): AxiosError {
  const { timeout, timeoutErrorMessage, transitional } = config
  const code = transitional?.clarifyTimeoutError ? AxiosError.ETIMEDOUT : AxiosError.ECONNABORTED
  return new AxiosError(timeoutErrorMessage || `timeout of ${timeout}ms exceeded`, code, config)
}
