import { Tray } from '../start/tray'
import { useRenewals } from './use-renewals'

const TABS = ['First tab', 'Second tab']

/** The app twice, as in two tabs of one browser: they share the login, each renewal, and the logout. */
export function TabsPage() {
  const renewals = useRenewals()
  return (
    <>
      <header>
        <h1>Two tabs, one session</h1>
        <p>
          Log in on either side: both are in. Wait, and one of them renews the token for both. Log out: both are out.
        </p>
        <nav aria-label="Demo">
          <a href="/">Back to the start</a>
        </nav>
      </header>
      <main>
        <p className="renewals">
          Renewals that the server has granted: <strong>{renewals ?? '…'}</strong>. Two tabs, and never two for one
          token.
        </p>
        <div className="sides tabs">
          {TABS.map((name) => (
            <section className="side" key={name} aria-label={name}>
              <h2>{name}</h2>
              <iframe title={name} src="/app" />
            </section>
          ))}
        </div>
        <Tray only={['Short tokens', 'Revoke the token', 'End the logins', 'Slow server', 'Strict rotation']} />
      </main>
    </>
  )
}
