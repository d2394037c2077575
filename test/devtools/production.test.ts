import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, type Rolldown } from 'vite'
import { afterAll, expect, test } from 'vitest'
import { LEVERS } from '../../src/devtools/panel/levers-part'
import * as production from '../../src/devtools/production'

const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'xstate-auth-session-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const APP = `
import { createAuthSession } from '${root}/src/index.ts'
import { simpleJwt } from '${root}/src/backends/index.ts'
import { developmentPorts, mountDevtools } from 'devtools'
const session = createAuthSession({ backend: simpleJwt({ baseUrl: 'https://api.example.com' }), ...developmentPorts() })
mountDevtools(session)
`

/** The app as a bundler makes it, with that file as the devtools. */
async function bundled(devtools: string, isDevelopment: boolean): Promise<string> {
  writeFileSync(join(folder, 'app.js'), APP)
  const built = (await build({
    root: folder,
    configFile: false,
    envFile: false,
    logLevel: 'error',
    define: { __DEV__: String(isDevelopment) },
    resolve: {
      alias: {
        devtools: join(root, devtools),
        xstate: join(root, 'node_modules/xstate'),
        'jwt-decode': join(root, 'node_modules/jwt-decode'),
      },
    },
    build: { write: false, minify: true, rolldownOptions: { input: join(folder, 'app.js') } },
  })) as Rolldown.RolldownOutput
  return built.output.map((file) => (file.type === 'chunk' ? file.code : '')).join('')
}

const words = ['auth-session-devtools', 'attachShadow', 'request.settled', ...LEVERS.map(({ name }) => name)]

test('an app’s production bundle holds no panel, no lever and no observer', async () => {
  const code = await bundled('src/devtools/production.ts', false)
  expect(code.length).toBeGreaterThan(10_000)
  expect(words.filter((word) => code.includes(word))).toEqual([])
})

test('its development bundle holds them all, so that the search can find them', async () => {
  const code = await bundled('src/devtools/index.ts', true)
  expect(words.filter((word) => !code.includes(word))).toEqual([])
})

test('in production ports are as they were given', () => {
  const given = { key: 'own', fetch: globalThis.fetch }
  expect(production.developmentPorts(given)).toBe(given)
  expect(production.developmentPorts()).toEqual({})
  expect(production.mountDevtools({} as Parameters<typeof production.mountDevtools>[0])()).toBeUndefined()
})
