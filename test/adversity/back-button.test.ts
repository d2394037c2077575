import { expect, test } from 'vitest'
import { ada, altered, createHandLifecycle, createWorld, me, sharedStore } from './world'

test('a page that comes back as it was looks at the store before a request leaves, and learns that its user is gone', async () => {
  const { time, fake, open } = createWorld()
  const { key, storage } = sharedStore()
  const { lifecycle, tell } = createHandLifecycle()
  const deaf = altered(storage, () => ({ subscribe: () => () => {} }))
  const kept = open({ key, storage: deaf, channel: null, lifecycle })
  const left = open({ key, storage, channel: null })
  await kept.login(ada)
  await left.start()
  await left.logout()
  await time.advance(1_000)
  expect(kept.getSnapshot().status).toBe('authenticated')

  tell('thawed')
  const required = kept.fetch(me, { auth: 'required' }).catch((error: unknown) => Object(error).code)
  await time.advance(500)
  expect([await required, kept.getSnapshot().status]).toEqual(['logged_out', 'loggedOut'])
  expect(fake.count('/api/me/')).toBe(0)
})
