import { describe, test } from 'vitest'
import { backendConformance } from 'xstate-auth-session/testing'
import { cookieSessionBenches } from './conformance/cookie-session-bench'
import { simpleJwtBenches } from './conformance/simple-jwt-bench'
import { slidingHeaderBenches } from './conformance/sliding-header-bench'

/** A row for each backend, and each way in which a server of its kind can be set up. */
const benches = [...simpleJwtBenches, ...cookieSessionBenches, ...slidingHeaderBenches]

describe.each(benches)('$name', (bench) => {
  for (const { name, run } of backendConformance(bench)) test(name, run)
})
