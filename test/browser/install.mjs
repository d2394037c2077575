import { installPackages } from '../install-packages.mjs'
import { findChromium } from './executable.mjs'

/** Installs Debian's Chromium where there is neither Chrome nor Chromium, and where it may; `null`, or what has to be done by hand. */
export const installChromium = () =>
  findChromium() === undefined
    ? installPackages({ chromium: '/usr/bin/chromium' }, 'the tests in a browser take')
    : null
