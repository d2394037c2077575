import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ada, callDoctor, examined } from './doctor-scene'
import { freePort, openHost, openTlsHost } from './host'

/** What it says of a host, and whether it sent the credentials there. */
async function told(url: string, options: Parameters<typeof callDoctor>[1] = {}) {
  const { report, not, exitCode } = await examined([url], options)
  expect([exitCode, report.backend, report.session, report.settings]).toEqual([1, null, null, []])
  const [failed, ...more] = report.findings.filter(({ verdict }) => verdict === 'fail')
  expect([more, not('pass', 'fail')]).toEqual([[], []])
  return [failed!.id, failed!.seen, failed!.cure]
}

const ELSEWHERE = 'give the address of the API, and the path of its login by --login'

test('a port at which nothing listens is told as such, by one call', async () => {
  const { output } = await callDoctor([`http://127.0.0.1:${await freePort()}`])
  expect(output.split('\n').slice(1)).toEqual([
    '',
    'fail  reach   nothing listens there',
    '              → start the server, or check host and port',
    'pass  bounds  1 of 50 calls at most',
    '',
    '1 pass, 0 warn, 1 fail, 0 skipped',
  ])
})

test('a host that never answers is left after one time-out', async () => {
  const asked: unknown[] = []
  const url = await openHost((request) => void asked.push(request.url))
  const limits = { calls: 50, callTimeout: 200, total: 10_000 }
  expect((await told(url, { limits }))[1]).toBe('no answer in time')
  expect(asked).toEqual(['/.well-known/openid-configuration'])
})

test('a host that begins an answer and never ends it is left as well', async () => {
  const url = await openHost((_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' })
    response.write('{')
  })
  const limits = { calls: 50, callTimeout: 200, total: 10_000 }
  expect((await told(url, { limits }))[1]).toBe('no answer in time')
})

test('an answer without an end is left at 1 MB', async () => {
  const url = await openHost((_, response) => {
    const more = () => {
      while (response.write('x'.repeat(65_536)));
      response.once('drain', more)
    }
    more()
  })
  expect((await told(url))[1]).toBe('the answer is larger than 1 MB')
})

const bodies: unknown[] = []

test.each<[string, number, Record<string, string>, string, readonly [string, string]]>([
  [
    'a web page for whatever is asked',
    200,
    { 'Content-Type': 'text/html' },
    '<!doctype html><title>App</title>',
    ['it answers whatever is asked with a web page', `that is a web site, or a portal in between: ${ELSEWHERE}`],
  ],
  [
    'a redirect to itself',
    302,
    { Location: '/again' },
    '',
    ['it redirects whatever is asked', `redirects are not followed, for what is sent is secret: ${ELSEWHERE}`],
  ],
  [
    'a page that says that nothing is there',
    404,
    { 'Content-Type': 'text/html' },
    '<h1>Not Found</h1>',
    ['it answers 404 with web pages', `that is a web site: ${ELSEWHERE}`],
  ],
  ['404 in JSON', 404, {}, '{"detail":"Not found."}', ['no login where one was looked for (404)', ELSEWHERE]],
  ['an error', 500, {}, 'oops', ['it answers 500', 'look at the server’s log']],
  [
    'what serves files, as Python does',
    501,
    { 'Content-Type': 'text/html' },
    '<title>Unsupported method</title>',
    ['it takes no POST (501)', `that is a host of files: ${ELSEWHERE}`],
  ],
  [
    'what serves files, as nginx does',
    405,
    {},
    '',
    ['it takes no POST (405)', `that is a host of files: ${ELSEWHERE}`],
  ],
])('%s is told as such, and no credentials are sent', async (_, status, headers, body, words) => {
  const url = await openHost((request, response) => {
    let text = ''
    request.on('data', (chunk) => {
      text += chunk
    })
    request.on('end', () => {
      bodies.push(text)
      response.writeHead(status, headers).end(body)
    })
  })
  bodies.length = 0
  expect(await told(url)).toEqual(['login.view', ...words])
  expect(new Set(bodies)).toEqual(new Set(['', '{}']))
})

test('a redirect to another origin names it', async () => {
  const url = await openHost((_, response) => {
    response.writeHead(308, { Location: 'https://www.example.com/' }).end()
  })
  const { report } = await examined([url])
  expect(report.findings[0]).toEqual({
    id: 'reach',
    verdict: 'warn',
    seen: 'it redirects to https://www.example.com, which is not followed',
    cure: 'ask https://www.example.com instead',
  })
})

test('what speaks no HTTP, or no TLS, is told', async () => {
  const server = createServer((socket) => void socket.end('220 smtp.example.com ESMTP\r\n'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as { port: number }
  expect((await told(`http://127.0.0.1:${port}`))[1]).toBe('what listens there does not speak HTTP')
  const url = await openHost((_, response) => void response.end())
  expect((await told(url.replace('http:', 'https:')))[1]).toBe('it does not speak TLS there')
})

test('a certificate that nobody has signed, and one for another name, are told apart', async () => {
  const { cert, port } = await openTlsHost('api.example.com')
  const folder = mkdtempSync(join(tmpdir(), 'certificate-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'ca.pem')
  writeFileSync(file, cert)
  const main = join(import.meta.dirname, '../../src/cli/main.ts')
  const seen = (env: object) =>
    new Promise<string[]>((resolve) => {
      const words = ['--import', 'tsx', main, 'doctor', `https://localhost:${port}`, '--json']
      execFile(process.execPath, words, { env: { ...process.env, ...ada, ...env } }, (error, stdout) => {
        resolve([String(error?.code), JSON.parse(stdout).findings[0].seen])
      })
    })
  expect(await seen({})).toEqual(['1', 'nobody known has signed its certificate'])
  expect(await seen({ NODE_EXTRA_CA_CERTS: file })).toEqual(['1', 'its certificate is for another name'])
})

test('over http: to another machine no credentials are sent', async () => {
  const bodiesSent: string[] = []
  const fetch: typeof globalThis.fetch = async (_, init) => {
    bodiesSent.push(String(init?.body ?? ''))
    const body = init?.body === '{}' ? '{"username":["required"],"password":["required"]}' : '{}'
    return new Response(body, { status: init?.method === 'POST' ? 400 : 404 })
  }
  const { verdict, seen } = await examined(['http://api.example.com'], { fetch })
  expect([verdict('transport'), seen('login')]).toEqual(['fail', 'no credentials'])
  expect(bodiesSent.join()).not.toMatch(/ada|lovelace/)
})
