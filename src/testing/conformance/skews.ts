import { expectBetween, expectSame } from './conformance-error'
import type { Scenario } from './scenario'

const MINUTE = 60_000

/** A device whose clock is wrong. */
export const skews: readonly Scenario[] = [10, -10].flatMap(
  (minutes) =>
    [true, false].map((date) => ({
      name: `a device that is ${Math.abs(minutes)} minutes ${minutes < 0 ? 'behind' : 'ahead'} renews in time, ${date ? 'by' : 'without'} the Date header`,
      async run(stage) {
        const client = stage.client({ ahead: minutes * MINUTE, date })
        await stage.settle(client.logIn())
        const advice = 'Is the life of the grant that of its token? See `expiresIn`, or the token’s `exp` and `iat`.'
        expectSame('a minute of requests', await stage.traffic(client, 60, 1_000), [200], advice)
        expectSame('answers of 401 behind them', client.wire.refusals, 0, advice)
        const { renewal, successor } = stage.traits
        const least = renewal === 'unasked' && successor === null ? 3 : 0
        expectBetween('renewals in a minute', client.renewals, least, 8, advice)
      },
    })) satisfies Scenario[],
)
