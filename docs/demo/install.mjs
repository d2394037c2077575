import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'

const FEW_MINUTES = 900_000

/** Whether `npm ci` has run since the lock file was last written. */
export function isInstalled(root) {
  const record = join(root, 'node_modules/.package-lock.json')
  return existsSync(record) && statSync(record).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs
}

/** Installs what the lock file names. Returns what went wrong, or `null`. */
export function install(root) {
  const cli = process.env.npm_execpath
  const [command, ...args] = cli?.endsWith('.js') ? [process.execPath, cli] : ['npm']
  const { error, status, stdout, stderr } = spawnSync(command, [...args, 'ci', '--no-audit', '--no-fund'], {
    cwd: root,
    encoding: 'utf8',
    timeout: FEW_MINUTES,
    shell: command === 'npm' && process.platform === 'win32',
  })
  if (error?.code === 'ENOENT') return 'npm was not found; it comes with Node, https://nodejs.org'
  if (error) return `npm ci did not run: ${error.message}`
  return status === 0 ? null : `npm ci failed:\n${`${stdout}${stderr}`.trim()}`
}
