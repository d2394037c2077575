import { createHash } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { ada, createWorld, origin } from './world'

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

const MEGABYTE = 1_048_576
const SIZE = 128
/** Far less than a copy, and far more than what is on its way at any moment. */
const BOUND = 48 * MEGABYTE
const target = `${origin}/upload/`
const block = new Uint8Array(MEGABYTE).map((_, i) => i % 251)

/** What the process holds on to, after everything that is garbage has gone; bytes. */
function held(): number {
  collect()
  const { external, heapUsed } = process.memoryUsage()
  return external + heapUsed
}

/** Many references to one megabyte. */
const film = () => new File(Array(SIZE).fill(new Blob([block])), 'film.mp4', { type: 'video/mp4' })

const hashOfFilm = () => {
  const hash = createHash('sha256')
  for (let i = 0; i < SIZE; i++) hash.update(block)
  return hash.digest('hex')
}

/**
 * A session whose uploads are read by the transport, which keeps no more than their hash and refuses the first. (Node's own
 * `fetch` keeps all that it has sent until the answer is there.)
 */
async function openUpload() {
  const { open, fake } = createWorld()
  const received: { length: number; hash: string }[] = []
  let most = 0
  const take = async (body: ReadableStream<Uint8Array>) => {
    const hash = createHash('sha256')
    let length = 0
    let looked = 0
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      hash.update(chunk)
      length += chunk.length
      if (length - looked < 16 * MEGABYTE) continue
      looked = length
      most = Math.max(most, held())
    }
    received.push({ length, hash: hash.digest('hex') })
    return new Response(null, { status: received.length === 1 ? 401 : 200 })
  }
  const session = open({
    fetch(input, init) {
      const { body } = init ?? {}
      if (input !== target) return fake.fetch(input, init)
      return take(body instanceof Blob ? body.stream() : (body as ReadableStream<Uint8Array>))
    },
  })
  await session.login(ada)
  return {
    session,
    received,
    /** By how much more is held at any look than now; bytes. */
    watch() {
      const before = held()
      return () => most - before
    },
  }
}

test.each([
  ['Blob', () => film().slice()],
  ['File', film],
] as const)('128 MB in a %s are sent, and replayed, without a copy', async (_, create) => {
  const { session, received, watch } = await openUpload()
  const body = create()
  const growth = watch()
  expect((await session.fetch(target, { method: 'POST', body })).status).toBe(200)
  const sent = { length: SIZE * MEGABYTE, hash: hashOfFilm() }
  expect(received).toEqual([sent, sent])
  expect(growth()).toBeLessThan(BOUND)
})

test('128 MB in a form are sent, and replayed, without a copy', async () => {
  const { session, received, watch } = await openUpload()
  const body = new FormData()
  body.append('title', 'a film')
  body.append('film', film())
  const growth = watch()
  expect((await session.fetch(target, { method: 'POST', body })).status).toBe(200)
  expect(received).toHaveLength(2)
  expect(received[1]).toEqual(received[0])
  expect(received[0]!.length - SIZE * MEGABYTE).toBeGreaterThan(0)
  expect(received[0]!.length - SIZE * MEGABYTE).toBeLessThan(1_000)
  expect(growth()).toBeLessThan(BOUND)
})

test('128 MB in a stream are sent as they come, and not kept for a second sending', async () => {
  const { session, received, watch } = await openUpload()
  const post = () => {
    let left = SIZE
    const body = new ReadableStream({
      pull(controller) {
        if (left-- > 0) controller.enqueue(block.slice())
        else controller.close()
      },
    })
    return session.fetch(target, { method: 'POST', body, duplex: 'half' } as RequestInit)
  }
  const growth = watch()
  await expect(post()).rejects.toMatchObject({ code: 'not_replayable' })
  expect((await post()).status).toBe(200)
  const sent = { length: SIZE * MEGABYTE, hash: hashOfFilm() }
  expect(received).toEqual([sent, sent])
  expect(growth()).toBeLessThan(BOUND)
})
