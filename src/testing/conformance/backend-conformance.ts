import type { ConformanceBench, ConformanceCase } from './bench'
import { checkBench } from './check-bench'
import { endings } from './endings'
import { logins } from './logins'
import { logouts } from './logouts'
import { refusals } from './refusals'
import { renewals } from './renewals'
import { restarts } from './restarts'
import { restores } from './restores'
import { sharing } from './sharing'
import { skews } from './skews'
import { openStage } from './stage'
import { successors } from './successors'

const SCENARIOS = [
  ...logins,
  ...renewals,
  ...refusals,
  ...endings,
  ...restarts,
  ...sharing,
  ...logouts,
  ...restores,
  ...skews,
  ...successors,
]

/** s */
const LIFETIME = 20

/**
 * What every backend has to do with a real server of its kind: a test each, for any test runner. It asks for a server anew
 * for every case, speaks to it by `fetch`, and leads the session's clock by hand.
 *
 * @throws TypeError that names what is wrong with the bench.
 */
export function backendConformance(bench: ConformanceBench): readonly ConformanceCase[] {
  checkBench(bench)
  return SCENARIOS.filter(({ fits }) => fits?.(bench.traits) ?? true).map(
    ({ name, accessLifetime = LIFETIME, run }) => ({
      name,
      async run() {
        const stage = await openStage(bench, accessLifetime)
        try {
          await run(stage)
        } finally {
          await stage.close()
        }
      },
    }),
  )
}
