import type { AuthSession, AuthSnapshot } from 'xstate-auth-session'
import { createSessionStage, type SessionStage } from 'xstate-auth-session/testing'

declare global {
  interface Window {
    readonly stage: SessionStage
  }
}

/** Shows who is in, what they can do, and that they may have to wait. */
function open(session: AuthSession): () => void {
  const screen = document.createElement('main')
  document.body.append(screen)
  const show = (snapshot: AuthSnapshot) => screen.replaceChildren(...partsOf(snapshot))
  show(session.getSnapshot())
  const stop = session.subscribe(show)
  return () => {
    stop()
    screen.remove()
  }
}

function partsOf({ status, loggedIn }: AuthSnapshot): HTMLElement[] {
  if (status === 'restoring') return [part('progress', '')]
  if (!loggedIn)
    return [...(status === 'expired' ? [part('p', 'Your session has ended.')] : []), part('button', 'Log in')]
  const waits = status === 'queuedRetry' ? [part('p', 'Connecting…')] : []
  return [part('h1', 'Your notes'), ...waits, part('button', 'Log out')]
}

function part(name: string, text: string): HTMLElement {
  const element = document.createElement(name)
  element.textContent = text
  return element
}

Object.assign(window, { stage: createSessionStage({ open }) })
