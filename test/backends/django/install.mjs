import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Debian's packages that the real Django takes, each with a file that shows that it is there. */
const PACKAGES = {
  'python3-django': '/usr/lib/python3/dist-packages/django',
  'python3-djangorestframework': '/usr/lib/python3/dist-packages/rest_framework',
  'python3-djangorestframework-simplejwt': '/usr/lib/python3/dist-packages/rest_framework_simplejwt',
  'python3-django-cors-headers': '/usr/lib/python3/dist-packages/corsheaders',
  gunicorn: '/usr/bin/gunicorn',
}

const missing = () => Object.entries(PACKAGES).flatMap(([name, file]) => (existsSync(file) ? [] : [name]))

/** Installs what is missing where it may; `null`, or what has to be done by hand. */
export function installDjango() {
  if (missing().length === 0) return null
  const packages = missing()
  const command = `apt-get install -y --no-install-recommends ${packages.join(' ')}`
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const step of ['apt-get update', command]) {
    const [program, ...args] = step.split(' ')
    const { status, error, stderr } = spawnSync(program, args, { env, encoding: 'utf8', timeout: 600_000 })
    if (status !== 0) return `${error?.message ?? stderr}\nInstall by hand what the real Django takes:\n  ${command}`
  }
  return missing().length === 0 ? null : `still missing after ${command}: ${missing().join(', ')}`
}
