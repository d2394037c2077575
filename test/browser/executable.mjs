import { existsSync } from 'node:fs'

/** Where a Chrome or Chromium is usually found; `CHROMIUM_PATH` names another. */
const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** The browser to test with; `undefined` where there is none. */
export const findChromium = () => process.env.CHROMIUM_PATH ?? USUAL_PLACES.find((place) => existsSync(place))
