// What `npm start` and `npm run tour` run, from a fresh clone, on Node alone.
import { fileURLToPath } from 'node:url'
import { install, isInstalled } from './install.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const flags = process.argv.slice(2)

process.exitCode = isNodeNewEnough() && isReady() ? await start() : 1

async function start() {
  // The tour is the production build: its lines are not mixed with warnings for developers.
  Object.assign(globalThis, { __DEV__: !flags.includes('--tour') })
  const { register } = await import('tsx/esm/api')
  register({ tsconfig: fileURLToPath(new URL('../../tsconfig.json', import.meta.url)) })
  const { run } = await import('./run.ts')
  return run(flags)
}

function isNodeNewEnough() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return true
  console.error(`Node 20.19 or newer is needed, and this is ${process.versions.node}: https://nodejs.org`)
  return false
}

function isReady() {
  if (isInstalled(root)) return true
  console.log('Installing what package-lock.json names, once (npm ci) …')
  const wrong = install(root)
  if (wrong !== null) console.error(wrong)
  return wrong === null
}
