import { expect, test } from 'vitest'
import { createLogInspector, createSessionInspector, type Facts, type WireMessage } from 'xstate-auth-session/inspect'
import { flags, groups, numbers, texts } from '../../src/inspect/vocabulary'
import { expire, leave, share } from '../canary/ends'
import { bringTokens, logIn } from '../canary/logins'
import { planted } from '../canary/planted'
import { renew, request } from '../canary/requests'
import { stores } from '../canary/stores'
import { createWorld } from '../canary/world'
import { secretsIn } from '../testing/secrets-found'

/** Nobody in this life waits for another tab's rotation. */
const OF_WAITS = 'deadline'

function namesIn(facts: Facts): string[] {
  return Object.entries(facts).flatMap(([name, held]) => [name, ...(held instanceof Object ? namesIn(held) : [])])
}

test('a whole life shows an inspector and a log no secret, and every fact that there is', async () => {
  const world = createWorld(stores['IndexedDB']!())
  const messages: WireMessage[] = []
  const lines: string[] = []
  const log = createLogInspector({ write: (line) => void lines.push(line) })
  const inspector = createSessionInspector({ send: (message) => void messages.push(message) })
  const open = () =>
    world.open({
      inspect(event) {
        log(event)
        inspector.next(event)
      },
    })
  const session = open()
  await session.start()
  const seen = { ...world, open }
  for (const part of [logIn, bringTokens, request, renew, expire, share]) await part(session, seen)
  await leave(session, seen)

  const secrets = { ...planted, ...world.wire.tokens() }
  expect(secretsIn({ messages, lines }, secrets)).toEqual([])
  expect(lines.filter((line) => line.length > 120)).toEqual([])
  const shown = messages.flatMap((message) => {
    if (message.type === '@xstate.actor') return []
    const { type: _, ...event } = message.event
    const { context, input, output } = message.type === '@xstate.snapshot' ? message.snapshot : {}
    return [event, context ?? {}, input ?? {}, output ?? {}].flatMap(namesIn)
  })
  const listed = new Set([numbers, flags, texts, groups].flatMap((list) => Object.keys(list)))
  const told = new Set(shown)
  expect([...listed].filter((name) => !told.has(name))).toEqual([OF_WAITS])
  expect(messages.filter((message) => 'event' in message && message.event.type === 'unlisted')).toEqual([])
})
