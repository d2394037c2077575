import type { HandClock } from './hand-clock'

/** Lets answers arrive and time pass in turns, `step` ms each, until it is over. */
export async function passTime(clock: HandClock, ms: number, over: () => boolean = () => false, step = 500) {
  for (let passed = 0; passed < ms && !over(); passed += step) {
    clock.advance(step)
    await new Promise((resolve) => setTimeout(resolve, 3))
  }
}
