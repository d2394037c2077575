import { installPackages } from '../../install-packages.mjs'
import { installChromium } from '../install.mjs'

/** Debian's packages of the other two engines, each with a file that shows that it is there. */
const PACKAGES = {
  'firefox-esr': '/usr/bin/firefox-esr',
  'webkit2gtk-driver': '/usr/bin/WebKitWebDriver',
  xvfb: '/usr/bin/Xvfb',
}

/** Installs Firefox, WebKit and, for comparison, Chromium, where it may; `null`, or what has to be done by hand. */
export const installEngines = () =>
  installPackages(PACKAGES, 'the tests in Firefox and WebKit take') ?? installChromium()
