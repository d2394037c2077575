import { test } from 'vitest'
import { sessionMachine } from '../../machines'
import { pathsOver, type Ground } from './paths'
import { edgesOf } from './edges'
import { replay } from './replay'
import { reach, sessionCases } from './session.cases'
import type { SessionContext } from '../../machines'
const ground: Ground<typeof sessionMachine> = {
  machine: sessionMachine, input: { persistence: 'tab', restoreTimeout: 60000, requestTimeout: 10000, whileHidden: false },
  cases: sessionCases,
  facts: ({ context: c }: { context: SessionContext }) => [c.stamp, c.token, c.armedAt, c.exhausted, c.refused, c.proving, c.hidden, c.delay !== null, c.endReason],
}
test('probe', async () => {
  console.time('paths')
  const paths = pathsOver(ground)
  console.timeEnd('paths')
  console.log(paths.length, edgesOf(sessionMachine).length, Math.max(...paths.map(p=>p.length)), paths.reduce((n,p)=>n+p.length,0))
  const taken = new Set<string>()
  console.time('replay')
  for (const p of paths) { for (const s of await replay(sessionMachine, ground.input, p, ['dropTokens','endRenewal'])) s.edges.forEach((e) => taken.add(e)) }
  console.timeEnd('replay')
  console.log(edgesOf(sessionMachine).filter((e) => !taken.has(e)))
})
