import type { AuthSession } from 'xstate-auth-session'
import { ada, createWorld } from '../../../ui/world'

/** A page whose HTML a server has rendered, from outside. */
export interface AlivePage {
  /** Lets Ada, who was logged in before, reload it; resolves with all that the page has shown since. */
  comeAlive(isRestored: boolean): Promise<readonly string[]>
}

declare global {
  interface Window {
    readonly alive: AlivePage
  }
}

/** `hydrate` brings what is in that place to life. */
export function openAlivePage(hydrate: (session: AuthSession, place: Element) => void): void {
  const alive: AlivePage = {
    async comeAlive(isRestored) {
      const place = document.querySelector('#app')
      if (!place) throw new Error('the page has no place for the app')
      const before = createWorld()
      await before.session.login(ada)
      before.session.dispose()
      const { session, time } = before.reopen()
      const shown: string[] = []
      new MutationObserver(() => void shown.push(place.textContent)).observe(place, {
        subtree: true,
        childList: true,
        characterData: true,
      })
      if (isRestored) await session.start()
      hydrate(session, place)
      await time.settle()
      await new Promise((resolve) => setTimeout(resolve))
      return shown
    },
  }
  Object.assign(window, { alive })
}
