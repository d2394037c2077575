import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { ada, createWorld, revocationPath } from './world'

const anyToken = /eyJ/

test('a revocation that fails with what it sent shows no token on the console', async () => {
  const { time, fake, open, said } = createWorld()
  const transport: typeof fetch = async (input, init) => {
    if (String(input).includes(revocationPath)) throw new Error(`${input} failed with ${init?.body}`)
    return fake.fetch(input, init)
  }
  const session = open({ fetch: transport })
  await session.login(ada)
  await session.logout()
  await time.advance(1_000)
  expect(session.getSnapshot().status).toBe('loggedOut')
  expect(said()).not.toMatch(anyToken)
})

test('a grant() that throws with what it read shows no token on the console', async () => {
  const { time, fake, open, said } = createWorld()
  const { backend } = fake
  let grants = 0
  const session = open({
    backend: {
      ...backend,
      grant: (answer) => {
        if (grants++ === 0) return backend.grant(answer)
        throw new Error(`unexpected ${JSON.stringify(answer.body)}`)
      },
    },
  })
  await session.login(ada)
  await time.advance(250_000)
  expect(grants).toBeGreaterThan(1)
  expect(said()).not.toMatch(anyToken)
})

test('a session shows its token to nobody who inspects it, its actor or its timeline', async () => {
  const { open } = createWorld()
  const session = open()
  await session.login(ada)
  const token = await session.accessToken()
  const deep = (value: unknown) => inspect(value, { depth: 5, showHidden: true, getters: true })
  const shown = [deep(session), deep(session.actor), JSON.stringify(session), JSON.stringify(session.timeline())]
  expect(shown.filter((text) => text.includes(token))).toEqual([])
})
