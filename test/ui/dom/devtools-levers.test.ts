import { expect, test } from 'vitest'
import { memoryStorage } from 'xstate-auth-session'
import { ada, openPorts } from '../../devtools/scene'
import { button, drawn, mount, walkTabs, watchPage } from './panel-page'

watchPage()

test('a lever whose store fails says so, and throws nothing at the page', async () => {
  const base = memoryStorage({ scope: 'failing' })
  const { session } = openPorts({
    own: { storage: (key) => ({ ...base(key), end: () => Promise.reject(new Error('the disk is full')) }) },
  })
  const { root } = mount(session)
  await session.login(ada)
  await walkTabs(root)
  button(root, 'A sibling logs out').click()
  await drawn()
  expect(root.querySelector('.live')?.textContent).toBe('A sibling logs out: the store has failed')
})
