/** `DEEP=7` in the environment draws ten times as many, and others than `DEEP=1`. */
const deep = Number(process.env['DEEP'] ?? 0)

/** How many cases are drawn, and from which seed; a failure prints both. */
export const draws = (numRuns: number) => (deep > 0 ? { seed: deep, numRuns: 10 * numRuns } : { seed: 2026, numRuns })

/** ms; what a test of ten thousand cases may take on a busy machine, or ten times as many. */
export const PATIENCE = deep > 0 ? 1_800_000 : 300_000
