import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

export const MINUTE = 60_000

/** Never rejects: a command that can't be started or takes too long has failed, and says so. */
export function run([command, ...args], output, timeout, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', output, output],
      timeout,
      env: { ...process.env, ...env },
    })
    let text = ''
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (part) => (text += part))
    child.on('error', (error) => resolve({ ok: false, output: error.message }))
    child.on('close', (code, signal) => {
      if (signal !== null) text += `\nended by ${signal}; it may take ${timeout / MINUTE} minutes`
      resolve({ ok: code === 0, output: text })
    })
  })
}

/** A program of an installed package. */
export function bin(pkg, name, ...args) {
  const folder = join(root, 'node_modules', pkg)
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return [process.execPath, join(folder, typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[name]), ...args]
}

/** A script in TypeScript. */
export function script(...args) {
  return bin('tsx', 'tsx', ...args)
}

/** The npm that runs this, where one does. */
export function npm(...args) {
  return process.env.npm_execpath === undefined
    ? ['npm', ...args]
    : [process.execPath, process.env.npm_execpath, ...args]
}
