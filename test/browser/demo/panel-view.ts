import type { Page } from 'playwright-core'

/** Where a session is: by its panel, or by its own actor. */
export interface Whereabouts {
  readonly status: string
  /** The paths of the leaf states: of the session and, where it runs, of the renewal. */
  readonly path: string
  /** Every box that is lit in the charts, outermost first. */
  readonly lit: readonly string[]
}

/** What the open panel shows. */
export async function shownByPanel(page: Page): Promise<Whereabouts> {
  const panel = page.locator('auth-session-devtools')
  const badge = (await panel.locator('.badge').textContent()) ?? ''
  const lit = await panel
    .locator('figure:not([hidden]) .state.active')
    .evaluateAll((boxes) => boxes.map((box) => box.getAttribute('aria-label')?.replace(/, active:.*/s, '') ?? ''))
  return {
    status: badge.split(' ').at(-1) ?? '',
    path: (await panel.locator('.now').textContent()) ?? '',
    lit: lit.sort(),
  }
}

/** What its actor says. */
export function saidByActor(page: Page): Promise<Whereabouts> {
  return page.evaluate(() => {
    const leavesOf = (value: unknown): string[] => {
      if (typeof value === 'string') return [value]
      const [[outer, inner] = ['', '']] = Object.entries(Object(value))
      return [outer, ...leavesOf(inner)]
    }
    const boxesOf = (leaves: readonly string[]) => leaves.map((_, depth) => leaves.slice(0, depth + 1).join('.'))
    const state = window.session.actor.getSnapshot()
    const renewal = state.children.renewal?.getSnapshot()
    const session = leavesOf(state.value)
    const renewing = renewal?.status === 'active' ? leavesOf(renewal.value) : []
    return {
      status: [...state.tags].find((tag) => tag === window.session.getSnapshot().status) ?? '',
      path: [session.join('.'), renewing.length > 0 && `renewal: ${renewing.join('.')}`].filter(Boolean).join(', '),
      lit: [...boxesOf(session), ...boxesOf(renewing)].sort(),
    }
  })
}
