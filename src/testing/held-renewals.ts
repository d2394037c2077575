import type { FakeBackend } from './fake-backend'

/** Every renewal at a fake backend waits until a test says how it ends. */
export interface HeldRenewals {
  /** Whether one waits for its answer. */
  isWaiting(): boolean
  grant(): void
  /** As a server that is busy; nothing was rotated. */
  fail(): void
  /** The refresh token is no longer taken. */
  refuse(): void
}

export function holdRenewals(backend: FakeBackend): HeldRenewals {
  let waiting: { readonly settle: (response: Response) => void; readonly answer: () => Response } | null = null
  backend.intercept(({ path }, answer) => {
    if (path !== '/api/token/refresh/') return undefined
    return new Promise((settle) => {
      waiting = { settle, answer }
    })
  })
  const end = (response?: Response) => {
    waiting?.settle(response ?? waiting.answer())
    waiting = null
  }
  return {
    isWaiting: () => waiting !== null,
    grant: () => end(),
    fail: () => end(new Response(null, { status: 503 })),
    refuse() {
      backend.revokeRefresh()
      end()
    },
  }
}
