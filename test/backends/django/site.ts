import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { request as send } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { AnswerHeaders } from '../front/answer'

const folder = join(import.meta.dirname, 'site')
const UP_WITHIN = 60_000

/** The knobs of the Django project; lifetimes in seconds. */
export interface SiteSettings {
  readonly accessLifetime: number
  readonly refreshLifetime: number
  readonly rotation: boolean
  readonly blacklist: boolean
  /** The header in which answers bring a successor of the access token. */
  readonly successorHeader: string | null
  /** Of pages elsewhere that may send cookies and read answers; `null`: any may read, and none sends. */
  readonly origins: readonly string[] | null
  /** Whether its cookies go with requests of other sites, too. */
  readonly crossSite: boolean
  /** How a server with one token gives successors; left out by all others. */
  readonly sliding?: SlidingSettings
  /** Its time stands still until it is told another; otherwise it is the machine's. */
  readonly timed: boolean
}

/** Times in seconds. */
export interface SlidingSettings {
  readonly scheme?: string
  /** Successors come in these last seconds of a token's life, not past its first quarter. */
  readonly window?: number
  /** A successor has the claims of its predecessor, its end as well. */
  readonly reencodes?: boolean
  /** How long after the login a token may be refreshed. */
  readonly limit?: number
}

export interface SiteRequest {
  readonly method: string
  /** With the query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

export interface SiteAnswer {
  readonly status: number
  readonly headers: AnswerHeaders
  readonly body: string
}

/** A running Django, reached over a socket of its own. */
export interface Site {
  /** ms; for a timed site only. */
  setTime(now: number): void
  send(request: SiteRequest): Promise<SiteAnswer>
  /** What an operator does by hand. */
  order(deed: string, order: object): Promise<Record<string, unknown>>
  /** Ends its processes, and starts others over the same database when `meanwhile` has settled. */
  restart(meanwhile: () => Promise<unknown>): Promise<void>
}

/** Migrates a fresh database and starts gunicorn over it; it ends with this process. */
export async function startSite(settings: SiteSettings): Promise<Site> {
  const place = mkdtempSync(join(tmpdir(), 'django-'))
  const socketPath = join(place, 'site.sock')
  const timePath = join(place, 'time')
  const keyPath = join(place, 'signing-key')
  writeFileSync(keyPath, randomBytes(32).toString('hex'))
  const env = {
    ...process.env,
    PYTHONPATH: folder,
    PYTHONDONTWRITEBYTECODE: '1',
    DJANGO_SETTINGS_MODULE: 'settings',
    SITE_SECRET_KEY: randomBytes(32).toString('hex'),
    SITE_SIGNING_KEY: keyPath,
    SITE_DATABASE: join(place, 'db.sqlite3'),
    ...(settings.successorHeader !== null && { SITE_SUCCESSOR_HEADER: settings.successorHeader }),
    ...(settings.origins !== null && { SITE_ORIGINS: settings.origins.join(' ') }),
    SITE_CROSS_SITE: settings.crossSite ? 'on' : 'off',
    ...slidingEnvironment(settings.sliding ?? {}),
    ...(settings.timed && { SITE_TIME: timePath }),
    SITE_ACCESS_LIFETIME: String(settings.accessLifetime),
    SITE_REFRESH_LIFETIME: String(settings.refreshLifetime),
    SITE_ROTATION: settings.rotation ? 'on' : 'off',
    SITE_BLACKLIST: settings.blacklist ? 'on' : 'off',
  }
  const migrated = spawnSync('/usr/bin/python3', ['-m', 'django', 'migrate', '--verbosity=0'], { env })
  if (migrated.status !== 0) throw new Error(`django migrate: ${migrated.error ?? migrated.stderr}`)
  // gunicorn outlives a parent that is killed; the shell ends it when this process's end of the pipe closes.
  const start = `"$@" & server=$!; cat >/dev/null; kill $server; wait $server`
  const gunicorn = ['gunicorn', '--workers=2', `--bind=unix:${socketPath}`, `--chdir=${folder}`, 'wsgi:application']
  const options = ['--log-level=warning', `--worker-tmp-dir=${place}`, '--timeout=0']
  const args = ['-c', start, 'sh', ...gunicorn, ...options]
  const launch = () => spawn('sh', args, { env, stdio: ['pipe', 'ignore', 'pipe'] })
  let child = launch()
  process.once('exit', () => {
    child.stdin.destroy()
    rmSync(place, { recursive: true, force: true })
  })
  const site: Site = {
    ...connect(socketPath, timePath),
    async restart(meanwhile) {
      const ended = once(child, 'exit')
      child.stdin.end()
      await ended
      try {
        await meanwhile()
      } finally {
        child = launch()
        await untilUp(site, child)
      }
    },
  }
  if (settings.timed) site.setTime(Date.now())
  await untilUp(site, child)
  return site
}

function slidingEnvironment({ scheme, window, reencodes, limit }: SlidingSettings): Record<string, string> {
  return {
    ...(scheme !== undefined && { SITE_SCHEME: scheme }),
    ...(window !== undefined && { SITE_SUCCESSOR_WINDOW: String(window) }),
    ...(reencodes && { SITE_SUCCESSOR_REENCODES: 'on' }),
    ...(limit !== undefined && { SITE_REFRESH_LIMIT: String(limit) }),
  }
}

async function untilUp(site: Pick<Site, 'send'>, child: ChildProcess): Promise<void> {
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (part: string) => {
    said += part
  })
  const ping: SiteRequest = { method: 'GET', path: '/api/public/', headers: {}, body: Buffer.alloc(0) }
  for (let waited = 0; waited < UP_WITHIN && child.exitCode === null; waited += 50) {
    const answer = await site.send(ping).catch(() => null)
    if (answer?.status === 200) return
    await setTimeout(50)
  }
  throw new Error(`gunicorn did not come up\n${said}`)
}

const PER_CONNECTION = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'expect']

function connect(socketPath: string, timePath: string): Omit<Site, 'restart'> {
  const site: Omit<Site, 'restart'> = {
    setTime(now) {
      const next = `${timePath}.next`
      writeFileSync(next, String(now))
      renameSync(next, timePath)
    },
    send: ({ method, path, headers, body }) =>
      new Promise((resolve, reject) => {
        const own = { host: 'localhost', ...without(headers, PER_CONNECTION), 'content-length': body.length }
        const request = send({ socketPath, method, path, headers: own }, (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => void chunks.push(chunk))
          response.on('error', reject)
          response.on('end', () => {
            const answered = without(response.headers, [...PER_CONNECTION, 'server']) as AnswerHeaders
            resolve({ status: response.statusCode ?? 0, headers: answered, body: Buffer.concat(chunks).toString() })
          })
        })
        request.on('error', reject)
        request.end(body)
      }),
    async order(deed, order) {
      const body = Buffer.from(JSON.stringify(order))
      const answer = await site.send({ method: 'POST', path: `/operator/${deed}/`, headers: {}, body })
      if (answer.status !== 200) throw new Error(`operator ${deed}: ${answer.status} ${answer.body.slice(0, 500)}`)
      return JSON.parse(answer.body)
    },
  }
  return site
}

function without(headers: SiteRequest['headers'], names: readonly string[]) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)))
}
