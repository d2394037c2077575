import type { ConformanceTraits } from './bench'
import type { Client } from './client'
import { expectSame } from './conformance-error'
import type { Scenario } from './scenario'
import type { Stage } from './stage'
import { rememberSuccessor } from './successor-headers'
import type { HeldAnswer } from './wire'

const REQUESTS = 50
const ADVICE = 'See `successor`, and the trait of that name.'

/** A server whose time is its own makes no token that lives longer in the moments that a case takes. */
const fits = ({ successor, time }: ConformanceTraits) => successor !== null && time === 'given'

/** Answers that bring a successor of the token they were asked with. */
export const successors: readonly Scenario[] = [
  {
    name: `of ${REQUESTS} answers out of order one successor is adopted, and the token never gets older`,
    fits,
    async run(stage) {
      const client = await openPast(stage)
      const ends = watchEnds(client)
      const answers = client.wire.hold(stage.server.resource)
      const asked: Promise<unknown>[] = []
      for (let batch = 0; batch < 5; batch++) {
        for (let i = 0; i < REQUESTS / 5; i++) asked.push(client.ask())
        await stage.pass(700)
      }
      expectSame('answers that came', answers.length, REQUESTS, '')
      client.wire.pass()
      // 17 has no divisor in common with 50, so that each comes once.
      for (let i = 0; i < REQUESTS; i++) await letGo(stage, answers[(i * 17 + 33) % REQUESTS])
      expectSame('the resource, for each', await stage.settle(Promise.all(asked)), Array(REQUESTS).fill(200), '')
      expectSame('adoptions', adoptions(client), 1, ADVICE)
      expectSame(
        'ends of the token, in order',
        ends,
        [...ends].sort((a, b) => a - b),
        '',
      )
    },
  },
  {
    name: 'the successor of a token carries on where the token ends, without a renewal',
    fits,
    async run(stage) {
      const client = await openPast(stage)
      await stage.ask(client, 1)
      await stage.pass(stage.lifetime * 1_000 * (1 - past(stage)) + 500)
      expectSame('the resource, past the end of the first token', await stage.ask(client, 1), [200], ADVICE)
      expectSame('renewals', client.renewals, 0, ADVICE)
      expectSame('answers of 401', client.wire.refusals, 0, ADVICE)
    },
  },
  {
    name: 'a logout adopts no successor: not from its own answer, and not from one that comes later',
    fits,
    async run(stage) {
      const client = await openPast(stage)
      const answers = client.wire.hold(stage.server.resource)
      const asked = Array.from({ length: 10 }, client.ask)
      await stage.pass(0)
      const successor = rememberSuccessor(client.backend, answers[0]?.headers)
      client.wire.rewrite = successor
      await stage.settle(client.session.logout())
      client.wire.pass()
      for (const answer of answers) answer.release()
      expectSame('the requests under way', await stage.settle(Promise.all(asked)), Array(10).fill(200), '')
      const { status, expiresAt } = client.session.getSnapshot()
      expectSame('the session', [status, expiresAt, adoptions(client)], ['loggedOut', null, 0], '')
    },
  },
  {
    name: 'a successor that does not live longer is left alone, and leaves one line in the timeline',
    fits,
    async run(stage) {
      const client = await openPast(stage)
      const answers = client.wire.hold(stage.server.resource)
      const asked = [client.ask()]
      await stage.pass(2_000)
      asked.push(client.ask())
      await stage.pass(0)
      client.wire.pass()
      const outdated = rememberSuccessor(client.backend, answers[0]?.headers)
      for (const answer of [...answers].reverse()) await letGo(stage, answer)
      await stage.settle(Promise.all(asked))
      const { expiresAt } = client.session.getSnapshot()
      client.wire.rewrite = outdated
      await stage.pass(stage.lifetime * 1_000 * past(stage))
      expectSame('the resource', await stage.ask(client, 5), Array(5).fill(200), '')
      expectSame('adoptions', adoptions(client), 1, ADVICE)
      expectSame('the end of the token', client.session.getSnapshot().expiresAt, expiresAt, ADVICE)
      expectSame('lines of it in the timeline', diagnostics(client), 1, ADVICE)
    },
  },
]

/** The part of its life, past which a token’s answers bring a successor that is adopted. */
const past = ({ traits }: Stage) => Math.max(traits.successor ?? 0, 0.25) + 0.05

/** Somebody whose token is old enough, and is renewed by nothing else. */
async function openPast(stage: Stage): Promise<Client> {
  const client = stage.client({ renewAhead: 1_000 })
  await stage.settle(client.logIn())
  await stage.pass(stage.lifetime * 1_000 * past(stage))
  return client
}

async function letGo(stage: Stage, answer: HeldAnswer | undefined) {
  answer?.release()
  await stage.pass(0)
}

/** The end of the present token, and of each that takes its place, as they come. */
function watchEnds({ session }: Client): number[] {
  const ends: number[] = []
  const note = () => {
    const { expiresAt } = session.getSnapshot()
    if (expiresAt !== null && expiresAt !== ends.at(-1)) ends.push(expiresAt)
  }
  note()
  session.subscribe(note)
  return ends
}

const happened = ({ session }: Client, fits: (event: Readonly<Record<string, unknown>>) => boolean) =>
  session.timeline().events.filter(({ event }) => fits(event)).length

const adoptions = (client: Client) =>
  happened(client, ({ type, source }) => type === 'tokens.replaced' && source === 'header')

const diagnostics = (client: Client) => happened(client, ({ message }) => message === 'successor_not_newer')
