import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Chromium, startChromium } from './chromium'
import { openSite, type Site } from './site'

let browser: Chromium
let site: Site

beforeAll(async () => {
  browser = await startChromium()
  site = await openSite(join(import.meta.dirname, 'screen'))
})

afterAll(async () => {
  await browser?.close()
  await site?.close()
})

test('the picture of the panel moves in a browser, and is small enough for a page', async () => {
  const picture = readFileSync(join(import.meta.dirname, '../../docs/media/panel.png'))
  expect(picture.length).toBeLessThan(1_500_000)
  const page = await browser.context.newPage()
  await page.goto(site.url)
  const decoded = await page.evaluate(async (base64) => {
    const data = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    const decoder = new ImageDecoder({ data, type: 'image/png' })
    await decoder.tracks.ready
    const frames: string[] = []
    for (let frameIndex = 0; frameIndex < (decoder.tracks.selectedTrack?.frameCount ?? 0); frameIndex++) {
      const { image } = await decoder.decode({ frameIndex })
      frames.push(`${image.displayWidth} × ${image.displayHeight}, ${(image.duration ?? 0) / 1_000} ms`)
    }
    return { frames, isAnimated: decoder.tracks.selectedTrack?.animated }
  }, picture.toString('base64'))
  const shown = [1_200, 1_600, 1_600, 1_600, 1_800, 1_800, 1_600, 1_600, 1_600, 3_000]
  expect(decoded).toEqual({ isAnimated: true, frames: shown.map((ms) => `960 × 576, ${ms} ms`) })
  await page.close()
})
