import { describe, expect, test } from 'vitest'
import { ada, openScene } from '../session/scene'
import { standStill } from '../session/standstill'
import { createTrickle } from '../session/trickle'

async function openTrickle() {
  const trickle = createTrickle()
  const scene = await openScene({ server: { fallback: trickle.take } })
  await scene.session.login(ada)
  return { ...scene, trickle, target: scene.url('/events/') }
}

type Trickling = Awaited<ReturnType<typeof openTrickle>>

/** Each word is read before the next one is said, so nobody can be waiting for the end. */
async function converse({ trickle }: Trickling, response: Response) {
  expect([response.status, response.bodyUsed]).toEqual([200, false])
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  for (const word of ['one', 'two', 'three']) {
    trickle.say(word)
    expect(await reader.read()).toEqual({ done: false, value: word })
  }
  await reader.cancel()
  await trickle.gone
}

const ways: Record<string, (target: string) => [input: string | URL | Request, init?: RequestInit]> = {
  'a string': (target) => [target],
  'a URL': (target) => [new URL(target)],
  'a Request': (target) => [new Request(target)],
  'a Request with a body': (target) => [new Request(target, { method: 'POST', body: 'x' })],
  'a form': (target) => [target, { method: 'POST', body: new FormData() }],
}

describe.each(Object.entries(ways))('an answer to %s that never ends', (_, how) => {
  test('is handed over at once, word by word', async () => {
    const scene = await openTrickle()
    await converse(scene, await scene.session.fetch(...how(scene.target)))
  })

  test('is handed over at once after a replay', async () => {
    const scene = await openTrickle()
    scene.trickle.refuse(1)
    await converse(scene, await scene.session.fetch(...how(scene.target)))
    expect(scene.refreshes()).toBe(1)
  })

  test('is handed over at once after a wait', async () => {
    const scene = await openTrickle()
    const standstill = await standStill(scene)
    const answer = scene.session.fetch(...how(scene.target))
    standstill.release()
    await converse(scene, await answer)
  })
})

test('an answer that never ends goes on through a logout: it is the caller’s', async () => {
  const scene = await openTrickle()
  const response = await scene.session.fetch(scene.target)
  await scene.session.logout()
  await converse(scene, response)
})

test('an abort in the midst of an answer ends it, and the session goes on', async () => {
  const { session, trickle, target, url } = await openTrickle()
  const abort = new AbortController()
  const reader = (await session.fetch(target, { signal: abort.signal })).body!.getReader()
  trickle.say('one')
  expect(new TextDecoder().decode((await reader.read()).value)).toBe('one')
  const reason = new Error('seen enough')
  abort.abort(reason)
  await expect(reader.read()).rejects.toBe(reason)
  await trickle.gone
  expect((await session.fetch(url('/api/me/'))).status).toBe(200)
})
