import type { Stage, Tab } from './world'

/** First come, first served, as a Web Lock is. */
export function stand({ world }: Stage, { name }: Tab): void {
  if (!world.line.includes(name)) world.line.push(name)
}

export function leave({ world }: Stage, { name }: Tab): void {
  world.line = world.line.filter((other) => other !== name)
}

export function holds({ world }: Stage, { name }: Tab): boolean {
  return world.line[0] === name
}

/** The lock is kept while it is needed, while a rotation is on the wire, and until a login that has ended is buried. */
export function rest(stage: Stage, tab: Tab): void {
  const isOnTheWire = tab.rotations.some(({ current }) => current)
  const buries = tab.writes.some((write) => write.kind === 'end' && write.revoked === null)
  if (tab.needsLock || isOnTheWire || buries || !holds(stage, tab)) return
  leave(stage, tab)
  stage.note(`${tab.name}->>L: give back`)
}
