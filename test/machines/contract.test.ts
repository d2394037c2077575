import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type AnyStateMachine, createActor } from 'xstate'
import { getStateNodes } from 'xstate/graph'
import * as machines from '../../machines'
import { code, type Row, tableOf, tableOfType, tables } from './contract-page'
import { fieldsOf, slotsOf, typeNames, valuesOf, variantsOf } from './declared-types'
import { renewalGround } from './renewal.cases'
import { sessionGround } from './session.cases'
import { originOf } from './xstate-events'

const { sessionMachine, renewalMachine } = machines

describe.each([
  {
    id: 'session',
    chapter: 'The session machine',
    machine: sessionMachine as AnyStateMachine,
    input: sessionGround.input,
  },
  {
    id: 'renewal',
    chapter: 'The renewal machine',
    machine: renewalMachine as AnyStateMachine,
    input: renewalGround.input,
  },
] as const)('the page about the $id machine', ({ id, chapter, machine, input }) => {
  const { actors, actions, delays, guards } = machine.implementations
  const nodes = [machine.root, ...getStateNodes(machine.root)]
  const contextOf = (type: string) => tableOf(chapter, `Context: \`${type}\``)

  test('lists the fields of its input', () => {
    const type = id === 'session' ? 'SessionInput' : 'RenewalInput'
    expect(namesOf(tableOf(chapter, `Input: \`${type}\``))).toEqual(fieldsOf(type))
    expect(Object.keys(input).sort()).toEqual([...fieldsOf(type)].sort())
  })

  test('lists what its first snapshot knows', () => {
    const type = id === 'session' ? 'SessionContext' : 'RenewalContext'
    const known = Object.keys(createActor(machine, { input }).getSnapshot().context)
    expect(namesOf(contextOf(type)).sort()).toEqual(known.sort())
    expect(namesOf(contextOf(type)).sort()).toEqual([...fieldsOf(type)].sort())
  })

  test('lists the events that it hears, each with its sender', () => {
    const type = id === 'session' ? 'SessionEvent' : 'RenewalEvent'
    const { rows } = tableOf(chapter, `Events: \`${type}\``)
    const heard = nodes.flatMap((node) => [...node.transitions.keys()]).filter((name) => originOf(name).kind === 'sent')
    expect(rows.map(({ name }) => name).sort()).toEqual([...new Set(heard)].sort())
    for (const row of rows) expect(row.text('sent by')).toMatch(/^(public|internal): /)
  })

  test('lists its actors, where they run, what they take and what they give', () => {
    const invoked = (name: string) => nodes.filter((node) => node.invoke.some(({ src }) => src === name)).map(pathOf)
    const slots = slotsOf(id)
    const typesIn = (row: Row) => [...row.names('ends with'), ...row.names('input')]
    const { rows } = tableOf(chapter, 'Actors')
    expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(actors).sort())
    expect(rows.map((row) => [row.name, row.names('invoked in')])).toEqual(
      rows.map(({ name }) => [name, invoked(name)]),
    )
    for (const row of rows) {
      const declared = slots[row.name]!.filter((type) => typeNames.includes(type))
      const checked = typesIn(row).filter((type) => declared.includes(type) || type !== 'RenewalOutput')
      expect(checked).toEqual(declared)
    }
  })

  test('lists the actions that its users provide', () => {
    const provided = Object.entries(actions).filter(([, action]) => !('resolve' in (action as object)))
    expect(namesOf(tableOf(chapter, 'Actions to provide')).sort()).toEqual(provided.map(([name]) => name).sort())
  })

  test('lists its guards and delays', () => {
    expect(namesOf(tableOf(chapter, 'Guards')).sort()).toEqual(Object.keys(guards).sort())
    expect(namesOf(tableOf(chapter, 'Delays')).sort()).toEqual(Object.keys(delays).sort())
  })

  test('lists nothing that the chart names and does not use', () => {
    const used = JSON.stringify([machine.config, Object.values(actions).map((action) => ({ ...(action as object) }))])
    const named = [actors, actions, delays, guards].flatMap((group) => Object.keys(group))
    expect(named.filter((name) => !used.includes(`"${name}"`))).toEqual([])
  })
})

test('the page lists the tags of the session, each with the leaves that carry it', () => {
  const leaves = getStateNodes(sessionMachine.root).filter(({ type }) => type === 'atomic')
  const { rows } = tableOf('The session machine', 'Tags: `SessionTag`')
  const carried = (tag: string) =>
    leaves.filter((leaf) => lineOf(leaf).some(({ tags }) => tags.includes(tag))).map(pathOf)
  expect(rows.map(({ name }) => name).sort()).toEqual([...valuesOf('SessionTag')!].sort())
  expect(rows.map((row) => [row.name, [...row.names('on')].sort()])).toEqual(
    rows.map(({ name }) => [name, carried(name).sort()]),
  )
})

describe('the page describes', () => {
  const listed = tables.find(({ chapter }) => chapter === 'Types of both')!.rows
  const described = [...listed.map(({ name }) => name), ...typeNames.filter((name) => tableOfType(name))]

  test('every exported type, once', () => {
    expect(described.toSorted()).toEqual([...typeNames].sort())
  })

  test.each(listed.map((row) => ({ name: row.name, row })))('$name as it is', ({ name, row }) => {
    expect([...row.names('consists of')].sort()).toEqual([...(valuesOf(name) ?? fieldsOf(name))].sort())
  })

  const unions = typeNames.filter((name) => tableOfType(name)?.columns[1] === 'fields')

  test.each(unions)('each variant of %s with its fields', (name) => {
    const { columns, rows } = tableOfType(name)!
    const onPage = Object.fromEntries(rows.map((row) => [row.name, [...row.names('fields')].sort()]))
    const declared = Object.entries(variantsOf(name, columns[0]!)).map(([value, fields]) => [value, [...fields].sort()])
    expect(onPage).toEqual(Object.fromEntries(declared))
  })

  test('every exported function and constant', () => {
    const names = Object.keys(machines).filter((name) => !name.endsWith('Machine'))
    expect(namesOf(tableOf('Functions and constants', '')).sort()).toEqual(names.sort())
  })
})

test('the page shows the code of alone.test.ts, with the name under which users import the machines', () => {
  const own = readFileSync(join(import.meta.dirname, 'alone.test.ts'), 'utf8')
  expect(code).toBe(own.replace("'../../machines'", "'xstate-auth-session/machines'"))
})

function namesOf({ rows }: { readonly rows: readonly Row[] }): string[] {
  return rows.map(({ name }) => name)
}

function pathOf({ path }: { readonly path: readonly string[] }): string {
  return path.join('.')
}

function lineOf(node: AnyStateMachine['root']): AnyStateMachine['root'][] {
  return node.parent ? [node, ...lineOf(node.parent)] : [node]
}
