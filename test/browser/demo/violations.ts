import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Frame, Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface AxeResults {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[]
}

declare global {
  interface Window {
    axe: { run(given: object, options: object): Promise<AxeResults> }
  }
}

/** What axe has against the page and each frame in it: the rule, and the element. */
export async function violationsIn(page: Page): Promise<string[]> {
  return (await Promise.all(page.frames().map(violationsInFrame))).flat()
}

async function violationsInFrame(frame: Frame): Promise<string[]> {
  await frame.evaluate(axe)
  const { violations } = await frame.evaluate(() => window.axe.run({ exclude: ['iframe'] }, { iframes: false }))
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}
