import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/**
 * Installs those of Debian's packages that are missing, where it may. `packages`: their names, each with a file that shows that
 * it is there. `null`, or what has to be done by hand.
 */
export function installPackages(packages, whoTakesThem) {
  const missing = () => Object.entries(packages).flatMap(([name, file]) => (existsSync(file) ? [] : [name]))
  if (missing().length === 0) return null
  const command = `apt-get install -y --no-install-recommends ${missing().join(' ')}`
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const step of ['apt-get update', command]) {
    const [program, ...args] = step.split(' ')
    const { status, error, stderr } = spawnSync(program, args, { env, encoding: 'utf8', timeout: 600_000 })
    if (status !== 0) return `${error?.message ?? stderr}\nInstall by hand what ${whoTakesThem}:\n  ${command}`
  }
  return missing().length === 0 ? null : `still missing after ${command}: ${missing().join(', ')}`
}
