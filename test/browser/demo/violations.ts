import axe from 'axe-core'
import type { Frame, Page } from 'playwright-core'

declare global {
  interface Window {
    readonly axe: typeof axe
  }
}

/** What axe has against the page and each frame in it: the rule, and the element. */
export async function violationsIn(page: Page): Promise<string[]> {
  return (await Promise.all(page.frames().map(violationsInFrame))).flat()
}

async function violationsInFrame(frame: Frame): Promise<string[]> {
  await frame.evaluate(axe.source)
  const { violations } = await frame.evaluate(() => window.axe.run({ exclude: ['iframe'] }, { iframes: false }))
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}
