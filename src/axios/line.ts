import { AxiosError, CanceledError, type InternalAxiosRequestConfig, isCancel } from 'axios'
import { systemClock } from '../platform/clock'

/** What takes a request out of the line: its signal, its cancel token, its timeout, which counts anew for each sending. */
export function createLine(config: InternalAxiosRequestConfig) {
  const { signal, cancelToken, timeout, session } = config
  const clock = systemClock()
  const overdue = new AbortController()
  const timer = timeout && !session?.hold && clock.setTimeout(() => overdue.abort(), timeout)
  const canceled: (AbortSignal & { unsubscribe?(): void }) | undefined = cancelToken?.toAbortSignal()
  const given = [signal as AbortSignal | undefined, canceled, timer ? overdue.signal : undefined].filter((one) => !!one)

  return {
    signal: given.length > 1 ? AbortSignal.any(given) : given[0],
    leave() {
      if (timer) clock.clearTimeout(timer)
      canceled?.unsubscribe?.()
    },
    /** What axios' users expect in the place of a signal's reason. */
    errorFor(reason: unknown): unknown {
      if (overdue.signal.aborted && reason === overdue.signal.reason) return timeoutError(config)
      if (!signal?.aborted || isCancel(cancelToken?.reason)) return reason
      const error = isCancel(reason) ? reason : new CanceledError(undefined, config)
      error.cause = (signal as AbortSignal).reason
      return error
    },
  }
}

function timeoutError(config: InternalAxiosRequestConfig): AxiosError {
  const { timeout, timeoutErrorMessage, transitional } = config
  const code = transitional?.clarifyTimeoutError ? AxiosError.ETIMEDOUT : AxiosError.ECONNABORTED
  return new AxiosError(timeoutErrorMessage || `timeout of ${timeout}ms exceeded`, code, config)
}
