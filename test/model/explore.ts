import { createHash } from 'node:crypto'
import { beginning } from './beginning'
import { type Choice, choicesIn } from './choices'
import { check, checkAtRest, waits } from './invariants'
import { rest } from './lock-line'
import { sameness } from './sameness'
import { createStage } from './stage'
import { type Bounds, type Fault, type Protocol, SHIPPED, type Stage, type World } from './world'

export interface Exploration {
  readonly states: number
  readonly transitions: number
  readonly seconds: number
  /** Every state within the bounds was seen. */
  readonly isComplete: boolean
  /** Every state was seen that so many steps lead to. */
  readonly depth: number
  /** After what a server that forgives nothing saw a second use that no client could have avoided. */
  readonly excuses: readonly Fault[]
  /** What must not happen and did, and the shortest way there as a sequence drawing. */
  readonly wrong: { readonly sentence: string; readonly drawing: string } | null
}

/** Breadth first through everything that may happen within the bounds, to the first wrong or to `limit` states. */
export function explore(bounds: Bounds, protocol: Protocol = SHIPPED, limit = Number.POSITIVE_INFINITY): Exploration {
  const begun = performance.now()
  const numbers = new Map<string, number>()
  const texts: (string | null)[] = []
  const parents: number[] = []
  const taken: number[] = []
  const depths: number[] = []
  const edges: number[] = []
  const waiting: number[] = []
  const settled: number[] = []
  const excuses = new Set<Fault>()
  let transitions = 0
  let wrong: Exploration['wrong'] = null

  const trackTo = (state: number, last?: number): number[] => {
    const track = last === undefined ? [] : [last]
    for (let at = state; at > 0; at = parents[at]!) track.unshift(taken[at]!)
    return track
  }
  const found = (sentence: string, track: readonly number[]) => {
    wrong ??= { sentence, drawing: draw(bounds, protocol, track) }
  }
  const visit = (world: World, parent: number, choice: number): number => {
    const hash = createHash('md5')
      .update(sameness(world, bounds.logins ?? 0))
      .digest('base64')
    const known = numbers.get(hash)
    if (known !== undefined) return known
    const number = texts.push(JSON.stringify(world)) - 1
    numbers.set(hash, number)
    parents.push(parent)
    taken.push(choice)
    depths.push(number === 0 ? 0 : depths[parent]! + 1)
    ;(world.tabs.some(waits) ? waiting : settled).push(number)
    return number
  }

  visit(beginning(bounds), 0, 0)
  let state = 0
  for (; state < texts.length && texts.length < limit && wrong === null; state++) {
    const text = texts[state]!
    texts[state] = null
    const stageFor = (world: World, choice?: number): Stage =>
      createStage({
        world,
        bounds,
        protocol,
        note() {},
        excuse: (fault) => excuses.add(fault),
        fail: (sentence) => found(sentence, trackTo(state, choice)),
      })
    const here = stageFor(JSON.parse(text))
    const choices = choicesIn(here)
    if (!choices.some(({ isDue }) => isDue)) checkAtRest(here)
    for (const [index, choice] of choices.entries()) {
      const stage = stageFor(JSON.parse(text), index)
      take(stage, choice)
      check(stage)
      transitions++
      edges.push(state, visit(stage.world, state, index))
      if (wrong !== null) break
    }
  }
  const isComplete = wrong === null && texts.every((text) => text === null)
  if (isComplete) {
    const lost = unsettling(edges, waiting, settled, texts.length)
    if (lost !== undefined) found('a caller waits, and no way leads to its end', trackTo(lost))
  }
  return {
    states: texts.length,
    transitions,
    seconds: (performance.now() - begun) / 1000,
    isComplete,
    depth: depths[state] ?? depths.at(-1)!,
    excuses: [...excuses].sort(),
    wrong,
  }
}

function take(stage: Stage, { tab, spends, run }: Choice): void {
  if (spends) stage.world.left[spends]--
  run(stage, stage.world.tabs[tab]!)
  for (const each of stage.world.tabs) rest(stage, each)
}

/** The first state in which somebody waits and from which none can be reached in which nobody does. */
function unsettling(edges: readonly number[], waiting: readonly number[], settled: readonly number[], states: number) {
  const before: number[][] = Array.from({ length: states }, () => [])
  for (let edge = 0; edge < edges.length; edge += 2) before[edges[edge + 1]!]!.push(edges[edge]!)
  const reaches = new Set(settled)
  for (const state of reaches) for (const earlier of before[state]!) reaches.add(earlier)
  return waiting.find((state) => !reaches.has(state))
}

/** The way once more, with what each step says, as a Mermaid drawing. */
function draw(bounds: Bounds, protocol: Protocol, track: readonly number[]): string {
  const lines: string[] = []
  const note = (line: string) => void lines.push(`  ${line}`)
  const stage = createStage({
    world: beginning(bounds),
    bounds,
    protocol,
    note,
    excuse() {},
    fail: (wrong) => note(`Note over S: ${wrong}`),
  })
  const participants = [...stage.world.tabs.map(({ name }) => `${name} as Tab ${name}`), 'L as Lock', 'S as Store']
  for (const index of track) take(stage, choicesIn(stage)[index]!)
  check(stage)
  return [
    'sequenceDiagram',
    ...[...participants, 'T as Token server'].map((who) => `  participant ${who}`),
    ...lines,
  ].join('\n')
}
