import type { ConformanceBench, ConformanceCase } from './bench'

/**
 * What every backend has to do with a real server of its kind: a test each, for any test runner. It asks for a server anew
 * for every case, speaks to it by `fetch`, and leads the session's clock by hand.
 *
 * @throws TypeError that names what is wrong with the bench.
 */
export function backendConformance(_bench: ConformanceBench): readonly ConformanceCase[] {
  return []
}
