import { describe, test } from 'vitest'
import { backendConformance } from 'xstate-auth-session/testing'
import { delegatedBench, oidcBench, opaqueBench } from './oauth-bench'

describe.each([oidcBench, opaqueBench, delegatedBench])('$name', (bench) => {
  for (const { name, run } of backendConformance(bench)) test(name, run)
})
