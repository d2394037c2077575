import { ada, failing, silent } from './stage'
import { logIn, MINUTE, openTwo, quietly, type ToldEnding } from './told-ending'

/** Sessions that nobody has ended. */
export const goingOn: readonly ToldEnding[] = [
  {
    how: 'is authenticated',
    async live(stage) {
      await logIn(stage)
    },
    said: 'Nobody ended the session: it is authenticated.',
  },
  {
    how: 'is authenticated again after it had expired',
    async live(stage) {
      const session = await logIn(stage)
      stage.server.revokeRefresh()
      await stage.time.advance(5 * MINUTE)
      await session.login(ada)
    },
    said: 'Nobody ended the session: it is authenticated.',
  },
  {
    how: 'is authenticated in the tab that logged in last',
    async live(stage) {
      const { first, second } = await openTwo(stage)
      await first.session.logout()
      await stage.time.advance(1_000)
      first.close()
      await second.session.login(ada)
    },
    said: 'Nobody ended the session: it is authenticated.',
  },
  {
    how: 'can’t reach its server, which answers 503',
    async live(stage) {
      await logIn(stage)
      stage.nextRenewals(() => new Response('{}', { status: 503, headers: { 'Retry-After': '30' } }))
      await stage.time.advance(4 * MINUTE)
    },
    said: 'Nobody ended the session, but its renewal fails: the server answers 503, and the next try is due at 14:04:30.',
  },
  {
    how: 'has no network',
    async live(stage) {
      const tab = stage.browse().open()
      await tab.session.login(ada)
      tab.goOffline()
      await stage.time.advance(4 * MINUTE)
    },
    said: 'Nobody ended the session, but its renewal fails: there is no network.',
  },
  {
    how: 'asks at a wrong address',
    async live(stage) {
      await logIn(stage)
      stage.nextRenewals(...Array(9).fill(failing(404)))
      await stage.time.advance(4 * MINUTE)
    },
    said: 'Nobody ended the session, but its renewal fails: the server answers 404; check baseUrl and the path.',
  },
  {
    how: 'waits for an overdue answer',
    async live(stage) {
      await logIn(stage)
      stage.nextRenewals(silent)
      await stage.time.advance(4 * MINUTE + 15_000)
    },
    said: 'Nobody ended the session, but its renewal fails: the server has not answered in time, and is given until 14:04:30.',
  },
  {
    how: 'waits for a renewal',
    async live(stage) {
      const session = await logIn(stage)
      stage.nextRenewals(silent)
      stage.server.revokeAccess()
      quietly(session.fetch(stage.notes))
      await stage.time.settle()
    },
    said: 'Nobody ended the session: calls wait for a renewal that is under way.',
  },
  {
    how: 'was disposed of',
    async live(stage) {
      const session = await logIn(stage)
      await stage.time.advance(1_000)
      session.dispose()
    },
    said: 'Nobody ended the session: the app disposed of it at 14:00:01, and it is still in the store.',
  },
  {
    how: 'held nobody',
    async live(stage) {
      await stage.open().start()
    },
    said: 'Nobody was logged in: the store held no session at 14:00:00.',
  },
  {
    how: 'was not begun',
    async live(stage) {
      stage.open()
    },
    said: 'Nobody ended the session: it was not begun.',
  },
]
