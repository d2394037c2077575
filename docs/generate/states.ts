import './development'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { renewalMachine, sessionMachine } from '../../machines/index'
import { readChart } from '../../src/chart/chart'
import { renderPage } from './page'
import { place } from './place'
import { drawSvg } from './svg'

const root = join(import.meta.dirname, '../..')
const [session, renewal] = [readChart(sessionMachine), readChart(renewalMachine)]
const layouts = [await place('session', session), await place('renewal', renewal)]

const pages: Record<string, string> = {
  'docs/states.md': renderPage({
    session: { title: 'Session machine', root: session },
    renewal: { title: 'Renewal machine', root: renewal },
  }),
}
for (const layout of layouts) {
  pages[`src/chart/${layout.machine}-layout.json`] = `${JSON.stringify(layout)}\n`
  pages[`docs/charts/${layout.machine}.svg`] = drawSvg(layout)
}

for (const [name, text] of Object.entries(pages)) {
  const file = join(root, name)
  if (!process.argv.includes('--check')) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  } else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    console.log(`${name}:1 is not what the machines say; run \`npm run docs\``)
    process.exitCode = 1
  }
}
