import { describe, expect, test } from 'vitest'
import { backendConformance, type ConformanceBench, type ConformanceTraits } from 'xstate-auth-session/testing'
import { failure } from '../session/failure'
import { simpleJwtBench } from './conformance/simple-jwt-bench'

const bench = simpleJwtBench({ name: 'simpleJwt', server: { rotation: true }, traits: { spent: 'refused' } })

const namesWith = (traits: Partial<ConformanceTraits>) =>
  backendConformance({ ...bench, traits: { ...bench.traits, ...traits } }).map(({ name }) => name)

const all = namesWith({})

/** What changes where a server is another. */
function changes(traits: Partial<ConformanceTraits>) {
  const names = namesWith(traits)
  return {
    without: all.filter((name) => !names.includes(name)),
    instead: names.filter((name) => !all.includes(name)),
  }
}

test('the names of all cases differ', () => {
  expect(new Set(all).size).toBe(all.length)
  expect(all).toHaveLength(30)
})

describe('a server is asked for nothing that it can’t do:', () => {
  test('one without logins by credentials', () => {
    expect(changes({ login: 'elsewhere' })).toEqual({
      without: [
        'bad credentials are rejected',
        'malformed credentials are rejected',
        'a server that cannot be reached rejects nobody, and takes the login when it is back',
        'a login that a captive portal answers is no login',
      ],
      instead: [],
    })
  })

  test('one whose tokens renew themselves', () => {
    expect(changes({ renewedBy: 'access_token' })).toEqual({
      without: [
        'a device that slept past the end of its token renews it first, and sends none that is dead',
        '200 requests that are refused at once lead to one renewal, and all succeed',
        'a refresh token that is none ends the session, after one call',
        'a refresh token that another device has spent is what the server makes of it',
        '10 devices that race for a token which counts once go on or end with a reason, and are at rest',
        'a reload after the end of the token proves the session by one renewal',
      ],
      instead: [
        '200 requests that are refused at once end the session once, where nothing is left to renew it',
        '10 devices that share a token all go on, by what answers bring them',
      ],
    })
  })

  test('one that renews by its answers to traffic alone', () => {
    expect(changes({ renewal: 'by_traffic' })).toEqual({
      without: [
        'a token is renewed before its end, though nobody asks',
        'a server that is out of order ends no session, and renews it when it is back',
        'a server that is away when the token is due renews it when it is back',
      ],
      instead: [],
    })
  })

  test('one whose refresh tokens no script sees', () => {
    expect(changes({ renewedBy: 'hidden_token' })).toEqual({
      without: ['a refresh token that is none ends the session, after one call'],
      instead: [],
    })
  })

  test.each<[Partial<ConformanceTraits>, number, number]>([
    [{ spent: 'kept' }, 1, 1],
    [{ spent: 'ends_login' }, 0, 0],
    [{ deactivation: 'renewals' }, 1, 1],
    [{ deactivation: 'none' }, 1, 0],
    [{ signingKey: 'access_tokens' }, 1, 1],
    [{ signingKey: 'none' }, 1, 0],
    [{ restart: 'forgets' }, 2, 1],
    [{ restart: 'none' }, 2, 0],
    [{ time: 'own' }, 1, 0],
    [{ successor: 0.25 }, 0, 4],
    [{ successor: 0.25, time: 'own' }, 1, 0],
    [{ logout: 'nothing' }, 0, 0],
    [{ everywhere: true }, 0, 0],
  ])('%j takes the place of %i cases by %i', (traits, without, instead) => {
    const changed = changes(traits)
    expect([changed.without.length, changed.instead.length]).toEqual([without, instead])
  })
})

describe('a bench that is wrong is a TypeError that names', () => {
  test.each<[string, object]>([
    ['backendConformance: bench.name must be a string, got undefined', { name: undefined }],
    ['backendConformance: bench.open must be a function, got undefined', { open: undefined }],
    ['backendConformance: bench.traits must be an object, got undefined', { traits: undefined }],
    [
      'backendConformance: bench.traits.spent must be one of kept, accepted, refused, ends_login, got a string',
      { traits: { ...bench.traits, spent: 'lost' } },
    ],
    [
      'backendConformance: bench.traits.successor must be null, or a number from 0 to 1, got undefined',
      { traits: { ...bench.traits, successor: undefined } },
    ],
  ])('%s', (message, wrong) => {
    expect(() => backendConformance({ ...bench, ...wrong } as ConformanceBench)).toThrow(new TypeError(message))
  })

  test('what a server lacks though its traits say that it can do it', async () => {
    const lacking: ConformanceBench = {
      ...bench,
      async open(terms) {
        const { deactivateUser: _, ...server } = await bench.open(terms)
        return server
      },
    }
    const found = backendConformance(lacking).find(({ name }) => name.startsWith('a user who was deactivated'))
    expect(await failure(found!.run())).toEqual(
      new TypeError('simpleJwt: the server has no `deactivateUser`, though its traits say that it can'),
    )
  })
})

test('the server of a case is closed, whether it passes or fails', async () => {
  const closed: string[] = []
  const watched: ConformanceBench = {
    ...bench,
    traits: { ...bench.traits, logout: 'nothing' },
    async open(terms) {
      const server = await bench.open(terms)
      return {
        ...server,
        async close() {
          await server.close()
          closed.push('closed')
        },
      }
    },
  }
  const cases = backendConformance(watched)
  await cases.find(({ name }) => name === 'bad credentials are rejected')?.run()
  expect(closed).toHaveLength(1)
  await failure(cases.find(({ name }) => name.startsWith('a logout ends'))!.run())
  expect(closed).toHaveLength(2)
})
