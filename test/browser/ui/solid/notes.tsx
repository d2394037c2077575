import { Match, Show, Switch } from 'solid-js'
import { useAuthSelector, useAuthStatus } from 'xstate-auth-session/solid'

export function Notes() {
  const status = useAuthStatus()
  const loggedIn = useAuthSelector((snapshot) => snapshot.loggedIn)
  return (
    <main>
      <Switch>
        <Match when={status() === 'restoring'}>
          <progress />
        </Match>
        <Match when={loggedIn()}>
          <h1>Your notes</h1>
          <Show when={status() === 'queuedRetry'}>
            <p>Connecting…</p>
          </Show>
          <button type="button">Log out</button>
        </Match>
        <Match when={!loggedIn()}>
          <Show when={status() === 'expired'}>
            <p>Your session has ended.</p>
          </Show>
          <button type="button">Log in</button>
        </Match>
      </Switch>
    </main>
  )
}
