import type { AuthSession } from 'xstate-auth-session'
import { AuthSessionProvider, useAuthSession } from 'xstate-auth-session/solid'
import { Notes } from '../notes'

interface Seen {
  readonly seen: (session: AuthSession) => void
}

function Seer(props: Seen) {
  props.seen(useAuthSession())
  return <p hidden />
}

function Screen(props: Seen) {
  props.seen(useAuthSession())
  return (
    <>
      <Notes />
      <Seer seen={props.seen} />
    </>
  )
}

export const App = (props: { readonly session: AuthSession } & Partial<Seen>) => (
  <AuthSessionProvider session={props.session}>
    <Screen seen={props.seen ?? (() => {})} />
  </AuthSessionProvider>
)
