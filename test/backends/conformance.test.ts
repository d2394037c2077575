import { describe, test } from 'vitest'
import { backendConformance } from 'xstate-auth-session/testing'
import { simpleJwtBenches } from './conformance/simple-jwt-bench'
import { slidingHeaderBenches } from './conformance/sliding-header-bench'

/** A row for each backend, and each way in which a server of its kind can be set up. */
const benches = [...simpleJwtBenches, ...slidingHeaderBenches]

describe.each(benches)('$name', (bench) => {
  for (const { name, run } of backendConformance(bench)) test(name, run)
})
