import { act, render } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { AuthSession } from 'xstate-auth-session'
import { AuthSessionProvider, LoggedIn, NotLoggedIn, SessionExpired } from 'xstate-auth-session/react'
import { createSessionStage, sessionPaths } from 'xstate-auth-session/testing'
import { openStage } from './stage'

const gates = { loggedIn: LoggedIn, notLoggedIn: NotLoggedIn, expired: SessionExpired }

const screen = Object.entries(gates).map(([tag, Gate]) => (
  <Gate key={tag} fallback={`not ${tag}, `}>
    {tag},{' '}
  </Gate>
))

/** The same, as the machine has its tags. */
function tagsOf({ actor }: AuthSession): string {
  const state = actor.getSnapshot()
  return (['loggedIn', 'notLoggedIn', 'expired'] as const)
    .map((tag) => (state.hasTag(tag) ? `${tag}, ` : `not ${tag}, `))
    .join('')
}

test.each(sessionPaths().map((path) => [path.name, path] as const))(
  'gates open by the machine’s tags: %s',
  async (_, path) => {
    const stage = createSessionStage({
      open(session) {
        const { unmount } = render(<AuthSessionProvider session={session}>{screen}</AuthSessionProvider>)
        return unmount
      },
    })
    await path.walk(
      (name) => act(stage.acts[name]),
      () => expect(document.body.textContent).toBe(tagsOf(stage.session)),
    )
    stage.dispose()
  },
)

test('a gate without a fallback shows nothing while it is shut', async () => {
  const { show, logIn } = openStage()
  const { text } = await show(<LoggedIn>Your notes</LoggedIn>)
  expect(text()).toBe('')
  await logIn()
  expect(text()).toBe('Your notes')
})
