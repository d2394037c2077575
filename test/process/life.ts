// A whole life over real HTTP in a process of its own, which has to end by itself after `dispose`.
import '../../docs/generate/development'
import { createTokenServer } from '../backends/embedded'

const { createAuthSession, memoryStorage } = await import('../../src/index')
const { simpleJwt } = await import('../../src/backends')

const server = await createTokenServer({ accessLifetime: 2 })
const storage = memoryStorage({ scope: 'a process' })
const open = () => createAuthSession({ backend: simpleJwt({ baseUrl: server.url }), storage })
const [session, sibling] = [open(), open()]
await Promise.all([session.start(), sibling.start()])
await session.login({ username: 'ada', password: 'lovelace' })
const answers = [await session.fetch(`${server.url}/api/me/`), await sibling.fetch(`${server.url}/api/me/`)]
server.revokeAccess()
const gate = server.faults.always({ path: '/api/token/refresh/' }, { kind: 'gate' })
const waiting = [session.fetch(`${server.url}/api/me/`), sibling.fetch(`${server.url}/api/me/`)].map((promise) =>
  promise.then(
    () => 'answered',
    (error: { code?: string }) => error.code,
  ),
)
await gate.arrived
session.dispose()
sibling.dispose()
const settled = await Promise.all(waiting)
await server.close()
process.on('exit', () => {
  console.log(JSON.stringify({ statuses: answers.map(({ status }) => status), settled }))
})
