import { webStorage } from 'xstate-auth-session'
import { createStorageArea } from '../session/storage-area'
import { failing, lost, silent } from './stage'
import { logIn, MINUTE, openTwo, quietly, type ToldEnding } from './told-ending'

/** Sessions that somebody has ended. */
export const endings: readonly ToldEnding[] = [
  {
    how: 'the user logs out',
    async live(stage) {
      const session = await logIn(stage)
      await stage.time.advance(1_000)
      await session.logout()
    },
    said: 'The user logged out at 14:00:01: there is nothing to change.',
  },
  {
    how: 'the user logs out on all devices',
    async live(stage) {
      const session = await logIn(stage)
      await stage.time.advance(1_000)
      await session.logout({ everywhere: true })
    },
    said: 'The user logged out at 14:00:01, on all devices: there is nothing to change.',
  },
  {
    how: 'the server refuses the refresh token',
    async live(stage) {
      await logIn(stage)
      stage.server.revokeRefresh()
      await stage.time.advance(5 * MINUTE)
    },
    said: 'The server refused the refresh token at 14:04:00; no answer to this tab had been lost: see at the server who revoked it, or which other client spends it.',
  },
  {
    how: 'the user has acknowledged that the session expired',
    async live(stage) {
      const session = await logIn(stage)
      stage.server.revokeRefresh()
      await stage.time.advance(5 * MINUTE)
      session.acknowledge()
    },
    said: 'The server refused the refresh token at 14:04:00; no answer to this tab had been lost: see at the server who revoked it, or which other client spends it.',
  },
  {
    how: 'the answer of a rotation is lost',
    async live(stage) {
      await logIn(stage)
      stage.nextRenewals(lost)
      await stage.time.advance(6 * MINUTE)
    },
    said: 'The server refused the refresh token at 14:04:58; an earlier answer had been lost on a dropped connection at 14:04:00: give the token server a grace period of 10 s.',
  },
  {
    how: 'the server rotates and answers 502',
    async live(stage) {
      await logIn(stage)
      stage.nextRenewals(failing(502, true))
      await stage.time.advance(6 * MINUTE)
    },
    said: 'The server refused the refresh token at 14:04:58; the server had answered 502 to an earlier try at 14:04:00: let it spend no token when it fails, or give it a grace period of 10 s.',
  },
  {
    how: 'the server rotates and never answers',
    async live(stage) {
      await logIn(stage)
      stage.nextRenewals(silent)
      await stage.time.advance(6 * MINUTE)
    },
    said: 'The server refused the refresh token at 14:04:30; an earlier answer had been overdue at 14:04:10: give the token server a grace period of 10 s.',
  },
  {
    how: 'a page crashes in mid-rotation, and only the next one has recorded',
    async live(stage) {
      const { browser, first, second } = await openTwo(stage)
      second.close()
      stage.nextRenewals(silent)
      await stage.time.advance(4 * MINUTE)
      first.crash()
      await stage.time.advance(MINUTE)
      quietly(browser.open().session.start())
      await stage.time.settle()
      await stage.time.advance(MINUTE)
    },
    of: [2],
    said: 'The server refused the stored refresh token at 14:05:00; a page that was closed, reloaded or frozen had begun to renew it, as was seen at 14:05:00: give the token server a grace period of 10 s.',
  },
  {
    how: 'the refresh token runs out before the access token',
    stage: { refreshLifetime: 200 },
    async live(stage) {
      await logIn(stage)
      await stage.time.advance(6 * MINUTE)
    },
    said: 'The session ended at 14:04:58, for its refresh token had run out: let refresh tokens live longer, or rotate them so that use prolongs them.',
  },
  {
    how: 'the refresh token runs out while the laptop sleeps',
    async live(stage) {
      const session = await logIn(stage)
      stage.time.sleep(25 * 60 * MINUTE)
      quietly(session.fetch(stage.notes))
      await stage.time.advance(1_000)
    },
    said: 'The session ended at 15:00:00, for its refresh token had run out: let refresh tokens live longer, or rotate them so that use prolongs them.',
  },
  {
    how: 'the access token runs out, and there is no refresh token',
    async live(stage) {
      const { access } = await stage.tokens()
      await stage.open().setTokens({ accessToken: access })
      await stage.time.advance(6 * MINUTE)
    },
    said: 'The access token ran out at 14:04:58, and there was no refresh token to renew it: have the server issue one.',
  },
  {
    how: 'the access token is refused, and there is no refresh token',
    async live(stage) {
      const { access } = await stage.tokens()
      const session = stage.open()
      await session.setTokens({ accessToken: access })
      stage.server.revokeAccess()
      await stage.time.advance(MINUTE)
      quietly(session.fetch(stage.notes))
      await stage.time.settle()
    },
    said: 'The server refused the access token for GET /api/notes at 14:01:00, and there was no refresh token to renew it: have the server issue one.',
  },
  {
    how: 'what is stored can’t be read',
    async live(stage) {
      const area = createStorageArea()
      area.setItem('auth-session', 'garbage')
      await stage.open(webStorage(area)).start()
    },
    said: 'The stored session could not be read at 14:00:00: see whether the store is blocked, or holds a record of another version or backend.',
  },
  {
    how: 'the store does not answer',
    async live(stage) {
      const storage = webStorage(createStorageArea())
      const never = () => new Promise<never>(() => {})
      quietly(stage.open((key) => ({ ...storage(key), read: never })).start())
      await stage.time.advance(MINUTE)
    },
    said: 'The store did not answer, so that no session was restored at 14:00:05: look at what holds it up, or raise `restore.timeout`.',
  },
  {
    how: 'the stored access token has run out, and there is no refresh token',
    async live(stage) {
      const storage = webStorage(createStorageArea(), { scope: 'tab' })
      const { access } = await stage.tokens()
      const session = stage.open(storage)
      await session.setTokens({ accessToken: access })
      session.dispose()
      stage.time.sleep(60 * MINUTE)
      await stage.open(storage).start()
    },
    of: [1],
    said: 'The stored access token had run out at 15:00:00, and nothing could renew it: have the server issue a refresh token.',
  },
  {
    how: 'the stored refresh token is refused',
    async live(stage) {
      const storage = webStorage(createStorageArea(), { scope: 'tab' })
      const session = await logIn(stage, storage)
      session.dispose()
      stage.server.revokeRefresh()
      stage.time.sleep(60 * MINUTE)
      await stage.open(storage).start()
    },
    of: [1],
    said: 'The server refused the stored refresh token at 15:00:00; no answer to this tab had been lost: see at the server who revoked it, or which other client spends it.',
  },
  {
    how: 'a later version takes the record over',
    async live(stage) {
      const area = createStorageArea()
      await logIn(stage, webStorage(area, { scope: 'tab' }))
      const record = JSON.parse(area.getItem('auth-session') as string)
      area.setItem('auth-session', JSON.stringify({ ...record, version: 2, generation: 2 }))
      await stage.time.advance(5 * MINUTE)
    },
    said: 'A later version of the app took the session over, as this tab learnt at 14:04:00: reload the tab.',
  },
  {
    how: 'the user logs out in another tab, which has not recorded',
    async live(stage) {
      const { first } = await openTwo(stage)
      await stage.time.advance(1_000)
      await first.session.logout()
      await stage.time.advance(1_000)
    },
    of: [1],
    said: 'The user logged out in another tab, of which this one learnt at 14:00:01: there is nothing to change.',
  },
  {
    how: 'the user logs out in another tab, which has recorded too',
    async live(stage) {
      const { first } = await openTwo(stage)
      await stage.time.advance(1_000)
      await first.session.logout()
      await stage.time.advance(1_000)
    },
    said: 'The user logged out at 14:00:01 in tab 1: there is nothing to change.',
  },
  {
    how: 'the session expires in another tab, which has not recorded',
    async live(stage) {
      const { second } = await openTwo(stage)
      second.freeze()
      stage.server.revokeRefresh()
      await stage.time.advance(4 * MINUTE)
      second.show()
      await stage.time.advance(1_000)
    },
    of: [1],
    said: 'The session expired in another tab, of which this one learnt at 14:04:00 (rejected): explain it with that tab’s recording.',
  },
  {
    how: 'the session expires in another tab, which has recorded too',
    async live(stage) {
      const { second } = await openTwo(stage)
      second.freeze()
      stage.nextRenewals(lost)
      await stage.time.advance(6 * MINUTE)
      second.show()
      await stage.time.advance(1_000)
    },
    said: 'The server refused the refresh token at 14:04:58 in tab 1; an earlier answer had been lost on a dropped connection at 14:04:00: give the token server a grace period of 10 s.',
  },
  {
    how: 'a tab is duplicated, and both spend the copied token',
    async live(stage) {
      const [area, copy] = [createStorageArea(), createStorageArea()]
      await logIn(stage, webStorage(area, { scope: 'tab' }))
      copy.setItem('auth-session', area.getItem('auth-session') as string)
      await stage.time.advance(1_000)
      const duplicate = stage.open(webStorage(copy, { scope: 'tab' }))
      await duplicate.start()
      stage.time.sleep(239_000)
      quietly(duplicate.fetch(stage.notes))
      await stage.time.advance(10 * MINUTE)
    },
    said: 'The server refused the refresh token at 14:04:00 in tab 2; tab 1 had spent it at 14:04:00: let both tabs share one store, such as `indexedDbStorage()`.',
  },
]
