import { PassThrough } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import { expectNoSecrets } from 'xstate-auth-session/testing'
import { createTerminal } from '../../src/cli/terminal'
import { createTokenServer } from '../backends/embedded'
import { callDoctor, createLeapingTime, examined } from './doctor-scene'
import { openHost } from './host'

const usage = (await callDoctor(['--help'])).output
const THEFT =
  'shown: A strict server may take the second use of a refresh token for theft, and end every login of the test user. Try it? [y/N] '

async function openServer() {
  const server = await createTokenServer({ rotation: true, accessLifetime: 300 })
  onTestFinished(() => server.close())
  return server
}

test('it says how it is used, and what it costs at most', () => {
  expect(usage).toMatch(/^xstate-auth-session doctor https:\/\/api\.example\.com /)
  expect(usage).toContain('at most 50 requests')
  expect(usage).toContain('at most 120 s')
})

test.each([
  [[], 'give one address: that of the API'],
  [['https://a.test', 'https://b.test'], 'give one address: that of the API'],
  [['api.example.com'], 'the address is that of the API: https://api.example.com'],
  [['ftp://api.example.com'], 'the address is that of the API: https://api.example.com'],
  [['https://ada:lovelace@api.example.com'], 'the address must not hold credentials'],
  [['https://api.example.com?key=lovelace'], 'the address ends before ? and #'],
  [['https://api.example.com', '--origin', 'app.example.com'], '--origin is an origin: https://app.example.com'],
  [
    ['https://api.example.com', '--origin', 'https://app.example.com/x'],
    '--origin is an origin: https://app.example.com',
  ],
  [['https://api.example.com', '--login', 'api/token/'], '--login is a path, such as /api/me/'],
  [['https://api.example.com', '--login', '//evil.example.com/'], '--login is a path, such as /api/me/'],
  [
    ['https://api.example.com', '--token-endpoint', 'https://a.test/token'],
    '--token-endpoint is a path, such as /api/me/',
  ],
  [['https://api.example.com', '--resource', 'http://a.test/me'], '--resource is a path, such as /api/me/'],
  [['https://api.example.com', '--verbose'], '--verbose is no option; these are the options'],
  [['https://api.example.com', '--origin'], '--origin can’t be used so; these are the options'],
])('it refuses %j, and says what is wrong, on the error stream', async (words, message) => {
  const fetch = async () => expect.unreachable()
  const { output, exitCode, stream } = await callDoctor(words, { fetch })
  expect([output, exitCode, stream]).toEqual([`${message}\n\n${usage}`, 2, undefined])
})

test.each([['--password', 'lovelace'], ['--password=lovelace'], ['-p', 'lovelace'], ['--username', 'ada']])(
  'it takes no credentials as arguments: %s %s',
  async (...words) => {
    const { output, exitCode } = await callDoctor(['https://api.example.com', ...words])
    expect(output).toMatch(/^no credentials among the arguments: everybody on this machine sees those/)
    expect(output).not.toContain('lovelace')
    expect(exitCode).toBe(2)
  },
)

test('credentials come from the environment, from the input, or from whoever is there, and are asked for once', async () => {
  const { url } = await openServer()
  const input = JSON.stringify({ username: 'ada', password: 'lovelace' })
  const byInput = await examined([url, '--credentials-stdin'], { env: {}, input })
  const byPerson = await examined([url], { env: {}, answers: ['ada', 'lovelace', 'n'] })
  const halfAsked = await examined([url], { env: { DOCTOR_USERNAME: 'ada' }, answers: ['lovelace', ''] })
  const byEnvironment = await examined([url], { answers: ['no'] })
  const visits = [byInput, byPerson, halfAsked, byEnvironment]
  expect(visits.map(({ verdict, seen }) => [verdict('login'), seen('reuse')])).toEqual(
    visits.map(() => ['pass', 'not tried: a strict server might end other logins of the test user']),
  )
  const [name, password] = [
    'shown: User name of a test user (empty: measure without): ',
    'hidden: Password, which is not shown: ',
  ]
  expect(visits.map(({ asked }) => asked)).toEqual([[], [name, password, THEFT], [password, THEFT], [THEFT]])
})

test('an input that is no credentials is refused without a word of it', async () => {
  const { url, families } = await openServer()
  for (const input of ['{"username":"ada","password":lovelace}', '"lovelace"', '{"password":"lovelace"}', '']) {
    const { output, exitCode } = await callDoctor([url, '--credentials-stdin'], { input })
    expect(output.split('\n')[0]).toBe('the input is no JSON like {"username": "…", "password": "…"}')
    expect([exitCode, output.includes('lovelace')]).toEqual([2, false])
  }
  expect(families()).toEqual([])
})

test('what may end other logins is done after a yes alone', async () => {
  const { url, count } = await openServer()
  const refreshes = async (options: Parameters<typeof examined>[1], ...words: string[]) => {
    const before = count({ path: '/api/token/refresh/' })
    await examined([url, ...words], options)
    return count({ path: '/api/token/refresh/' }) - before
  }
  const cautious = await refreshes({})
  expect(await refreshes({ answers: ['n'] })).toBe(cautious)
  expect(await refreshes({ answers: [''] })).toBe(cautious)
  expect(await refreshes({ answers: ['y'] })).toBe(cautious + 3)
  expect(await refreshes({}, '--yes')).toBe(cautious + 3)
})

test('whoever is there is told of each wait', async () => {
  const time = createLeapingTime()
  const server = await createTokenServer({
    rotation: true,
    reuse: { graceMs: 4_000 },
    accessLifetime: 300,
    now: time.now,
  })
  onTestFinished(() => server.close())
  const { asked, seen } = await examined([server.url], { time, answers: ['y'] })
  expect(asked).toEqual([THEFT, 'noted: waiting 2 s …', 'noted: waiting 3 s …'])
  expect(seen('reuse')).toBe('it is taken for 2 s to 5 s, and refused then, and the login ended with it')
})

test('a logout everywhere is tried after a yes alone, and judged by another login', async () => {
  const { url, revokeFamilies } = await openServer()
  const host = await openHost(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    if (request.url === '/api/leave/') {
      revokeFamilies()
      return void response.writeHead(204).end()
    }
    const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers as Record<string, string>
    const body = chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}
    const answer = await fetch(url + request.url, { method: request.method!, headers, redirect: 'manual', ...body })
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()))
  })
  const words = [host, '--logout-everywhere', '/api/leave/']
  expect((await examined(words)).seen('logout.everywhere')).toBe('not tried: it ends every login of the test user')
  const { seen, report } = await examined([...words, '--yes'])
  expect(seen('logout.everywhere')).toBe('it does')
  expect(report.session).toContain("paths: { logoutEverywhere: '/api/leave/' }")
})

test('no report holds a secret, even of a server that says what it was told', async () => {
  const secrets: string[] = ['lovelace']
  const url = await openHost(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    const said = `${text} ${request.headers.authorization ?? ''}`
    const token = `eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjQwMDAwMDAwMDAsImlhdCI6MTcwMDAwMDAwMH0.${'s'.repeat(40)}${secrets.length}`
    response.setHeader('Location', `/again?said=${encodeURIComponent(said)}`)
    response.setHeader('Access-Control-Expose-Headers', 'lovelace-token')
    if (request.url === '/api/token/' && text === '{}')
      return void response.writeHead(400).end('{"username":["required"],"password":["required"]}')
    if (request.method !== 'POST')
      return void response
        .writeHead(request.headers.authorization ? 403 : 401)
        .end(JSON.stringify({ code: said, [said]: said }))
    secrets.push(token)
    response.setHeader('Set-Cookie', `lovelace=${token}; HttpOnly`)
    response.writeHead(200).end(JSON.stringify({ access: token, refresh: `${token}r`, [said]: said, expires_in: 300 }))
  })
  for (const words of [['--json'], []]) {
    const { output } = await callDoctor([url, '--yes', '--origin', 'https://app.example.com', ...words])
    expect(secrets.length).toBeGreaterThan(3)
    expectNoSecrets(output, secrets)
    expect(output).not.toContain('ada')
  }
})

test('it stops at its bounds, and says what is missing', async () => {
  const { url, requests } = await openServer()
  const { not, report, exitCode } = await examined([url], { limits: { calls: 9, callTimeout: 10_000, total: 120_000 } })
  expect([report.calls, requests.length]).toEqual([9, 7])
  expect(not('pass', 'skip')).toEqual([['bounds', '9 calls were made, and no more are']])
  expect(exitCode).toBe(1)
  const slow = await openHost(() => {})
  const late = await examined([slow], { limits: { calls: 9, callTimeout: 10_000, total: 100 } })
  expect(late.seen('reach')).toBe('no answer in time')
})

test('at a server that has everything elsewhere it makes fewer calls than it may', async () => {
  const server = await createTokenServer({
    rotation: true,
    blacklist: false,
    accessLifetime: 20,
    successorHeader: 'X-N',
  })
  onTestFinished(() => server.close())
  server.faults.always({ path: '/api/token/blacklist/' }, { kind: 'status', status: 404, body: {} })
  server.faults.always({ path: '/api/me/' }, { kind: 'status', status: 404, body: {} })
  const { report } = await examined([server.url, '--yes', '--origin', 'https://app.example.com'])
  expect(report.calls).toBeGreaterThan(25)
  expect(report.calls).toBeLessThan(45)
})

function openKeyboard() {
  const written: string[] = []
  const modes: boolean[] = []
  const input = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode(mode: boolean) {
      modes.push(mode)
      return input
    },
  })
  let interrupted = 0
  const output = { isTTY: true, write: (text: string) => written.push(text) }
  const interrupt = () => {
    interrupted += 1
  }
  const terminal = createTerminal({ input: input as never, output, env: {}, interrupt })
  return { input, modes, terminal, shown: () => written.join(''), interruptions: () => interrupted }
}

test('what is typed as a password is not shown, and can be corrected', async () => {
  const { input, modes, terminal, shown } = openKeyboard()
  const name = terminal.ask('Name: ')
  input.write('adx\u007fa\r')
  expect(await name).toBe('ada')
  const password = terminal.askSecretly('Password: ')
  input.write('love')
  input.write('laX\u007fcé\u007fe\u001b\n')
  expect(await password).toBe('lovelace')
  terminal.note('waiting')
  expect(shown()).toBe('Name: adx\b \ba\nPassword: \nwaiting\n')
  expect(modes).toEqual([true, false, true, false])
})

test('Ctrl+C and the end of the input leave a terminal as it was', async () => {
  const { input, modes, terminal, interruptions } = openKeyboard()
  const password = terminal.askSecretly('Password: ')
  input.write('love\u0003')
  expect([await password, interruptions(), modes]).toEqual(['love', 1, [true, false]])
  const name = terminal.ask('Name: ')
  input.end()
  expect([await name, modes]).toEqual(['', [true, false, true, false]])
})
