import { setTimeout } from 'node:timers/promises'
import type { HandClock } from './hand-clock'
import type { Scene } from './scene'

/** How long a real answer may take before time goes on without it; ms. */
const PATIENCE = 5_000

/** A transport that knows what is in the air, so that simulated time can wait for real answers. */
export function createFlight() {
  let inTheAir = 0
  const transport: typeof fetch = async (input, init) => {
    inTheAir += 1
    try {
      return await fetch(input, init)
    } finally {
      inTheAir -= 1
    }
  }

  /** Lets every answer arrive but those that the server holds. */
  async function land({ server }: Pick<Scene, 'server'>): Promise<void> {
    const isHeld = (fault: string | null) => fault === 'hang' || fault === 'gate'
    const held = () => server.requests.filter(({ fault, status }) => isHeld(fault) && status === null).length
    await setTimeout(1)
    for (let waited = 0; inTheAir > held() && waited < PATIENCE; waited += 2) await setTimeout(2)
    await setTimeout(1)
  }

  return {
    fetch: transport,
    land,
    /** Lets time pass in steps, and answers arrive in between, until it is over. All in ms of the clock. */
    async pass(
      scene: Pick<Scene, 'server'> & { readonly clock: HandClock },
      ms: number,
      over: () => boolean = () => false,
      step = 500,
    ): Promise<void> {
      for (let passed = 0; passed < ms && !over(); passed += step) {
        scene.clock.advance(step)
        await land(scene)
      }
    },
  }
}
