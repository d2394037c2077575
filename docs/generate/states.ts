import './development'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { renewalMachine, sessionMachine } from '../../machines/index'
import { renderPage } from './page'

const file = join(import.meta.dirname, '../states.md')
const page = renderPage({ 'Session machine': sessionMachine, 'Renewal machine': renewalMachine })

if (!process.argv.includes('--check')) {
  writeFileSync(file, page)
} else if (!existsSync(file) || readFileSync(file, 'utf8') !== page) {
  console.log('docs/states.md:1 is not what the machines say; run `npm run docs`')
  process.exitCode = 1
}
