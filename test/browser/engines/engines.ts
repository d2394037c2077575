import { afterAll, beforeAll, describe, onTestFinished } from 'vitest'
import type { Engine, Tab } from './engine'
import { openChromium, openFirefox } from './puppeteer'
import { openWebKit } from './webkit'

const OPEN = { Firefox: openFirefox, WebKit: openWebKit, Chromium: openChromium }

export type EngineName = keyof typeof OPEN

/** Opens a tab of a running browser, which is closed when the test is over. */
export type OpenTab = () => Promise<Tab>

/** Declares the same tests for every engine; those of one file share one browser. */
export function inEveryEngine(declare: (openTab: OpenTab, name: EngineName) => void): void {
  describe.each(Object.keys(OPEN) as EngineName[])('%s', (name) => {
    let engine: Engine
    beforeAll(async () => {
      engine = await OPEN[name]()
      console.log(engine.name)
    })
    afterAll(() => engine.close())
    declare(async () => {
      const tab = await engine.openTab()
      onTestFinished(() => tab.close())
      return tab
    }, name)
  })
}
