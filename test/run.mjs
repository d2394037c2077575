// What `npm test` runs, from a fresh clone. `--only=checks`, `--only=vitest`, `--only=adapters` and `--only=browser` run a part of it,
// `--only=browsers` what rests on the browser in Firefox and WebKit too, `--only=deep` long lives of many tabs (DEEP=7 in the
// environment makes others) and the larger bounds of the model checker, `--only=django` the suites of the public face against a real Django, and `--django` those as well.
// Whatever else is given goes to vitest: `npm test -- --only=vitest test/machines`.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { installDjango } from './backends/django/install.mjs'
import { installEngines } from './browser/engines/install.mjs'
import { installChromium } from './browser/install.mjs'
import { bin, MINUTE, npm, root, run, script } from './command.mjs'

const AT_ONCE = 2
const PARTS = ['checks', 'vitest', 'adapters', 'browser', 'browsers', 'deep', 'django']

const scratch = mkdtempSync(join(tmpdir(), 'xstate-auth-session-'))
const given = process.argv.slice(2)
const only = given.find((flag) => flag.startsWith('--only='))?.slice('--only='.length)
const withDjango = only === 'django' || given.includes('--django')
const forVitest = given.filter((flag) => !flag.startsWith('--only=') && flag !== '--django')

/** Each counts as one test. `after` names the check that has to pass first. */
const checks = [
  { name: 'build', command: () => npm('run', 'build', '--silent') },
  { name: 'types', command: () => bin('typescript', 'tsc', '--project', 'tsconfig.json') },
  { name: 'library types', command: () => bin('typescript', 'tsc', '--project', 'test/checks/tsconfig.library.json') },
  { name: 'lint and format', command: () => bin('@biomejs/biome', 'biome', 'check', '--error-on-warnings') },
  { name: 'import cycles', command: () => script('test/checks/cycles.ts') },
  { name: 'layers', command: () => script('test/checks/arrows.ts') },
  { name: 'indexes', command: () => script('test/checks/barrels.ts') },
  { name: 'time', command: () => script('test/checks/time.ts') },
  { name: 'node globals', command: () => script('test/checks/node.ts') },
  { name: 'file length', command: () => script('test/checks/length.ts') },
  { name: 'names', command: () => script('test/checks/names.ts') },
  { name: 'entry points', command: () => script('test/checks/entries.ts') },
  { name: 'docs/states.md', command: () => script('docs/generate/states.ts', '--check') },
  { name: 'unused code', command: () => bin('knip', 'knip') },
  { name: 'package', after: 'build', command: () => npm('pack', '--ignore-scripts', '--pack-destination', scratch) },
  { name: 'publint', after: 'package', command: () => bin('publint', 'publint', 'run', '--strict', tarball()) },
  {
    name: 'types as installed',
    after: 'package',
    command: () => bin('@arethetypeswrong/cli', 'attw', tarball(), '--profile', 'node16', '--no-emoji'),
  },
  { name: 'size', after: 'build', command: () => [process.execPath, 'test/checks/sizes.mjs'] },
]

let passed = 0
let failed = 0
const failures = []

process.on('exit', () => rmSync(scratch, { recursive: true, force: true }))

if (only !== undefined && !PARTS.includes(only)) {
  console.log(`--only=${only} is none of ${PARTS.map((part) => `--only=${part}`).join(', ')}`)
  failed += 1
} else if (await installed()) {
  if (only === undefined || only === 'checks') await runChecks()
  if (only === undefined || only === 'vitest') await runVitest('embedded server', {}, forVitest)
  if (only === 'adapters' || (only === undefined && forVitest.length === 0)) await runAdapters()
  if (only === 'browser' || (only === undefined && forVitest.length === 0)) {
    await runBrowser('Chromium', 'browser types', 'test/browser', installChromium)
  }
  if (only === 'browsers') await runBrowser('Firefox, WebKit', 'engine types', 'test/browser/engines', installEngines)
  if (only === 'deep') {
    const env = { DEEP: process.env.DEEP ?? '1' }
    await runVitest('long lives, interleavings', env, [
      'test/deep',
      'test/model',
      'test/behaviour',
      'test/properties',
      'test/hostile',
      ...forVitest,
    ])
    await runBrowser('Chromium', 'browser types', 'test/browser', installChromium, env)
    if (await installed('test/ui/next')) await runVitest('Next', {}, ['--config', 'test/ui/next/vitest.config.ts'])
  }
  if (withDjango) await runDjango()
}
if (failures.length > 0) console.log(`\n${failures.join('\n')}`)
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0

/** Installs what the lock file of that package names, where that was not done yet. */
async function installed(folder = '.') {
  const record = join(root, folder, 'node_modules/.package-lock.json')
  const lock = join(root, folder, 'package-lock.json')
  if (existsSync(record) && statSync(record).mtimeMs >= statSync(lock).mtimeMs) return true
  const { ok } = await timed('npm ci', npm('ci', '--no-audit', '--no-fund', '--prefix', folder))
  if (!ok) count(`npm ci in ${folder}`, ok)
  return ok
}

/** All of them, two at a time, whatever fails. */
async function runChecks() {
  const waiting = [...checks]
  const ended = new Map()
  const worker = async () => {
    while (waiting.length > 0) {
      const next = waiting.findIndex(({ after }) => after === undefined || ended.has(after))
      if (next === -1) {
        await new Promise((resolve) => setTimeout(resolve, 50))
        continue
      }
      const [{ name, after, command }] = waiting.splice(next, 1)
      const blocked = ended.get(after) === false
      if (blocked) console.log(`not ok  ${name.padEnd(20)} needs '${after}'`)
      const { ok } = blocked ? { ok: false } : await timed(name, command())
      ended.set(name, ok)
      count(name, ok)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

/** Adapters of frameworks and clients, each in a package with what it is an adapter of: one run of all. */
async function runAdapters() {
  const folders = [...packagesIn('test/ui'), 'test/clients', 'test/sockets/wire', 'test/backends/oauth']
  if ((await atOnce(folders, (folder) => installed(folder))).includes(false)) return
  const ran = runVitest('frameworks and clients', {}, [
    '--config',
    'test/adapters.config.ts',
    '--root',
    '.',
    ...forVitest,
  ])
  // The others compile themselves in a test, with the samples of their page.
  for (const folder of folders.filter((folder) => !existsSync(join(root, folder, 'types.test.ts')))) {
    const types = `types of ${folder}`
    const { ok } = await timed(types, typesOf(folder))
    count(types, ok)
  }
  await ran
}

/** Compiles a package of its own; what it found is kept beside what that package has installed, and goes with it. */
function typesOf(folder) {
  const kept = `${folder}/node_modules/.tsbuildinfo`
  const options = ['--project', `${folder}/tsconfig.json`, '--incremental', '--tsBuildInfoFile', kept]
  return bin('typescript', 'tsc', ...options)
}

/** What comes of each, two at a time. */
async function atOnce(given, run) {
  const waiting = [...given]
  const results = []
  const worker = async () => {
    while (waiting.length > 0) results.push(await run(waiting.shift()))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return results
}

/** Folders that have a package of their own; what builds for minutes is for the deep run. */
function packagesIn(folder) {
  return readdirSync(join(root, folder))
    .filter((name) => name !== 'next')
    .map((name) => `${folder}/${name}`)
    .filter((inner) => existsSync(join(root, inner, 'package-lock.json')))
}

async function runVitest(name, env, args, reporter = 'default') {
  console.log(`\n${name}`)
  const report = join(scratch, 'vitest.json')
  rmSync(report, { force: true })
  const reporters = [`--reporter=${reporter}`, '--reporter=json', `--outputFile.json=${report}`]
  const ran = await run(bin('vitest', 'vitest', 'run', ...reporters, ...args), 'inherit', 45 * MINUTE, env)
  const results = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : { testResults: [] }
  const before = failed
  for (const { name: file, status, message, assertionResults } of results.testResults) {
    const broken = assertionResults.filter((test) => test.status === 'failed')
    const said = broken.map((test) => [test.fullName, test.failureMessages.join('\n')])
    if (status === 'failed' && broken.length === 0) said.push(['the file', message])
    for (const [what, why] of said) count(`${name}: ${relative(root, file)}: ${what}`, false, why)
  }
  if (results.numPendingTests > 0) console.log(`${results.numPendingTests} skipped`)
  passed += results.numPassedTests ?? 0
  if (!ran.ok && failed === before) count(`${name}: vitest itself`, false)
}

/** Tabs of a real browser. Each test notes its figures, which the verbose reporter prints. */
async function runBrowser(name, types, folder, install, env = {}) {
  if (!isThere(name, install) || !(await installed(folder))) return
  if (folder === 'test/browser')
    await atOnce(['test/ui', 'test/browser/ui', 'test/sockets', 'test/backends'].flatMap(packagesIn), (page) =>
      installed(page),
    )
  const { ok } = await timed(types, typesOf(folder))
  count(types, ok)
  await runVitest(`real ${name}`, env, ['--config', `${folder}/vitest.config.ts`, ...forVitest], 'verbose')
}

/** The same suites as against the embedded server, once for each way in which simplejwt may be set up. */
async function runDjango() {
  if (!isThere('Django', installDjango)) return
  const all = [
    'test/session',
    'test/requests',
    'test/backends/django',
    'test/backends/cookies',
    'test/docs/simplejwt',
    'test/docs/cookies',
  ]
  const folders = forVitest.length > 0 ? forVitest : all
  for (const [rotation, blacklist] of [
    ['off', 'off'],
    ['on', 'off'],
    ['on', 'on'],
  ]) {
    const env = { TOKEN_SERVER: 'django', DJANGO_ROTATION: rotation, DJANGO_BLACKLIST: blacklist }
    await runVitest(`real Django: rotation ${rotation}, blacklist ${blacklist}`, env, folders)
  }
  if (forVitest.length === 0)
    await runVitest('backends over real Django', { TOKEN_SERVER: 'django' }, ['test/backends/conformance.test.ts'])
}

/** Whether it is there, or could be installed. */
function isThere(name, install) {
  const trouble = install()
  if (trouble === null) return true
  console.log(`not ok  real ${name}\n${trouble}`)
  count(`real ${name}`, false, trouble)
  return false
}

/** What failed is said again at the end, where nobody has to look for it. */
function count(name, ok, why = '') {
  if (ok) {
    passed += 1
    return
  }
  failed += 1
  failures.push(`FAILED  ${name}\n${why.slice(0, 1_500).trimEnd().replace(/^/gm, '        ')}`.trimEnd())
}

/** One line when it passes, everything it said when it doesn't. */
async function timed(name, command) {
  const start = performance.now()
  const result = await run(command, 'pipe', 15 * MINUTE)
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  console.log(`${result.ok ? 'ok    ' : 'not ok'}  ${name.padEnd(20)} ${seconds.padStart(6)} s`)
  if (!result.ok) console.log(`${result.output.trimEnd().replace(/^/gm, '        ')}\n`)
  return result
}

function tarball() {
  return join(
    scratch,
    readdirSync(scratch).find((name) => name.endsWith('.tgz')),
  )
}
