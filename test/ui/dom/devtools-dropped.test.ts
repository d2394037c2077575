import { expect, test } from 'vitest'
import { openPorts } from '../../devtools/scene'
import { badge, button, drawn, drop, mount, walkTabs, watchPage } from './panel-page'

watchPage()

const context = {
  stamp: { epoch: 'e', generation: 1 },
  token: { expiresAt: null, renewAt: null, usableUntil: null, renewable: false },
  armedAt: 0,
  subject: null,
  endReason: null,
}
const stay = { at: 0, machine: 'session', event: { type: 'nothing' }, value: 'authenticated' }
const MARKUP = '<img src=x onerror=alert(1)>'

function recording(change: object, own: object = {}): string {
  const states = { session: { value: 'authenticated', context: { ...context, ...own } }, renewal: null }
  const options = '["simplejwt",{"renewal":{"ahead":60000,"jitter":0.2}}]'
  const whole = { format: 1, version: '1.0.0', options, startedAt: 0, start: states, end: states, events: [stay] }
  return JSON.stringify({ ...whole, ...change }).replaceAll('"DEEP"', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`)
}

/** Of a text that no JSON printed here has. */
const strange = { toString: 1 }

test.each([
  ['nothing strange in it', recording({})],
  ['no token in its context', recording({}, { token: undefined })],
  ['a token that is none', recording({}, { token: { expiresAt: strange, renewAt: [], usableUntil: 'x' } })],
  ['a stamp that is none', recording({}, { stamp: { epoch: strange, generation: 1 } })],
  ['a subject that is none', recording({}, { subject: strange })],
  ['a reason that is none', recording({}, { endReason: 'constructor' })],
  ['a state that is none', recording({ events: [{ ...stay, value: 'constructor' }] })],
  ['a state without end', recording({ events: [{ ...stay, value: 'DEEP' }] })],
  ['a renewal that never began', recording({ events: [{ ...stay, machine: 'renewal', value: { __proto__: null } }] })],
  [
    'moments out of all bounds',
    recording({
      startedAt: 1e308,
      events: [
        { ...stay, at: 1e308 },
        { ...stay, at: -1 },
      ],
    }),
  ],
  ['an event without end', recording({ events: [{ ...stay, event: { type: 'nothing', output: 'DEEP' } }] })],
  ['markup', recording({ options: MARKUP, events: [{ ...stay, event: { type: MARKUP }, value: MARKUP }] })],
  ['no events', recording({ events: [] })],
  ['options that are null', recording({ options: 'null' })],
  ['another format', recording({ format: 'DEEP' })],
  ['no recording in it', '[[[]]]'],
])('a dropped file with %s is shown or refused, and closed again', async (_, text) => {
  const { root } = mount(openPorts().session)
  await drawn()
  await drop(root, text)
  await walkTabs(root)
  expect(root.querySelector('img')).toBe(null)
  button(root, 'Close the file').click()
  await drawn()
  expect(badge(root)).toBe('◌ restoring')
})
