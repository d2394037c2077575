import { measureHotPath } from './hot-path'
import { measureParked } from './parked'

/** `npm run bench`: what this library adds to a request, net of a stub `fetch`. Exits 1 where a bound does not hold. */
const rows = [...(await measureHotPath()), ...(await measureParked(10_000)), ...(await measureParked(100_000))]
const width = Math.max(...rows.map(({ name }) => name.length))
for (const { name, value, unit, bound } of rows) {
  const verdict = bound === null ? '' : value <= bound ? `  ok, at most ${bound}` : `  TOO MUCH, at most ${bound}`
  process.stdout.write(`${name.padEnd(width)}  ${value.toFixed(2).padStart(8)} ${unit}${verdict}\n`)
}
process.exit(rows.some(({ value, bound }) => bound !== null && value > bound) ? 1 : 0)
