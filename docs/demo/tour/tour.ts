import type { Ink } from '../ink'
import type { Transition } from '../transition'
import { type Scene, scenes } from './scenes'
import { openStage, type Stage } from './stage'

/** A scene that takes longer has failed; ms. */
const PATIENCE = 30_000

/** Plays the story over real HTTP and checks each step. Resolves with 0 if every step held, else with 1. */
export async function runTour(say: (line: string) => void, ink: Ink): Promise<number> {
  const startedAt = performance.now()
  const tell = ({ from, to, event }: Transition) => {
    const seconds = `${((performance.now() - startedAt) / 1_000).toFixed(2)} s`
    const goal = from === to ? ink.dim('stays'.padEnd(WIDEST)) : to.padEnd(WIDEST)
    say(`  ${ink.dim(seconds.padStart(8))}  ${from.padEnd(WIDEST)} → ${goal}  ${ink.accent(event)}`)
  }
  say(`\nA login against a real server on loopback: tokens of 4 s, rotated, none accepted twice.`)

  await using stage = await openStage(tell)
  let held = 0
  for (const [index, scene] of scenes.entries()) {
    say(`\n${ink.bold(`${index + 1}. ${scene.title}`)}`)
    const outcome = await play(scene, stage)
    const ok = outcome === scene.expected
    if (ok) held += 1
    say(`  ${ok ? ink.good('   held') : ink.bad('  wrong')}  ${outcome}`)
    say(ink.dim(`  expected ${scene.expected}`))
  }
  const all = held === scenes.length
  const line = `${held} of ${scenes.length} steps held`
  say(`\n${all ? ink.good(line) : ink.bad(line)}`)
  return all ? 0 : 1
}

/** The longest path of the session chart. */
const WIDEST = 'renewing.queuedRetry'.length

async function play(scene: Scene, stage: Stage): Promise<string> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`did not end within ${PATIENCE / 1_000} s`), PATIENCE)
  })
  try {
    return await Promise.race([scene.play(stage), late])
  } catch (error) {
    return String(error)
  } finally {
    clearTimeout(timer)
  }
}
