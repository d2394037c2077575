import { AxiosError, CanceledError, type InternalAxiosRequestConfig } from 'axios'
import { systemClock } from '../platform/clock'

/**
 * What takes a request out of the line, with the error that axios' users expect: its signal, its cancel token, its timeout, which
 * counts anew for each sending.
 */
export function createLine(config: InternalAxiosRequestConfig) {
  const { signal, cancelToken, timeout, session } = config
  const clock = systemClock()
  const line = new AbortController()
  const cancel = () => {
    const error = new CanceledError(undefined, config)
    error.cause = (signal as AbortSignal).reason
    line.abort(error)
  }
  const give = (error: unknown) => line.abort(error)
  const timer = timeout && !session?.hold && clock.setTimeout(() => give(timeoutError(config)), timeout)
  cancelToken?.subscribe(give)
  signal?.addEventListener?.('abort', cancel)

  return {
    signal: line.signal,
    leave() {
      clock.clearTimeout(timer)
      cancelToken?.unsubscribe(give)
      signal?.removeEventListener?.('abort', cancel)
    },
  }
}

function timeoutError(config: InternalAxiosRequestConfig): AxiosError {
  const { timeout, timeoutErrorMessage, transitional } = config
  const code = transitional?.clarifyTimeoutError ? AxiosError.ETIMEDOUT : AxiosError.ECONNABORTED
  return new AxiosError(timeoutErrorMessage || `timeout of ${timeout}ms exceeded`, code, config)
}
