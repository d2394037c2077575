import type { BrowserContext, Route } from 'playwright-core'

/** Calls to renew, which reach the server only when the test says so. */
export interface HeldRenewals {
  /** Lets the one that waits, or the next one, pass. Resolves when it is answered, with the status. */
  pass(): Promise<number>
}

/** Those of all pages of the context. */
export async function holdRenewals(context: BrowserContext): Promise<HeldRenewals> {
  const waiting: Route[] = []
  let arrive = () => {}
  await context.route('**/api/token/refresh/', (route) => {
    waiting.push(route)
    arrive()
  })
  return {
    async pass() {
      if (waiting.length === 0)
        await new Promise<void>((resolve) => {
          arrive = resolve
        })
      const route = waiting.shift()
      if (!route) throw new Error('no renewal came')
      const response = await route.fetch()
      await route.fulfill({ response })
      return response.status()
    },
  }
}
