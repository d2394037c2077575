import { expect, onTestFinished, test } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { authGuard, returnPath } from 'xstate-auth-session/vue'
import { ada, createWorld, NOTHING, type World } from '../world'

const page = { render: () => null }

function routerOver({ session }: World, options: Partial<Parameters<typeof authGuard>[1]> = {}) {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', component: page },
      { path: '/login', component: page, meta: { requiresAuth: true } },
      { path: '/notes', component: page, meta: { requiresAuth: true }, children: [{ path: ':id', component: page }] },
      { path: '/admin/:any', component: page },
    ],
  })
  router.beforeEach(authGuard(session, { login: '/login', ...options }))
  return router
}

test('whoever is not logged in is led to the login page, and from there back to where they wanted to go', async () => {
  const world = createWorld()
  const router = routerOver(world)
  await router.push('/notes/7?sort=date#end')
  expect(router.currentRoute.value.fullPath).toBe('/login?redirect=/notes/7?sort=date%23end')
  await world.session.login(ada)
  await router.push(returnPath(router.currentRoute.value.query['redirect']))
  expect(router.currentRoute.value.fullPath).toBe('/notes/7?sort=date#end')
})

test('a page for everybody asks for no session', async () => {
  const world = createWorld()
  const router = routerOver(world)
  await router.push('/')
  expect(router.currentRoute.value.fullPath).toBe('/')
  expect(world.session.timeline().events).toEqual([])
})

test('after F5 on a guarded page its user stays there: the guard waits until the session is restored', async () => {
  const before = createWorld()
  await before.session.login(ada)
  before.session.dispose()
  const world = before.reopen()
  const router = routerOver(world)
  const arrived = router.push('/notes')
  expect(world.session.getSnapshot().status).toBe('restoring')
  await arrived
  expect(router.currentRoute.value.fullPath).toBe('/notes')
  expect(world.held()).toEqual(NOTHING)
})

test('a session that has ended is asked for again with the next navigation, and not before', async () => {
  const world = createWorld()
  const { session, server, time } = world
  const router = routerOver(world)
  await session.login(ada)
  await router.push('/notes/7')
  server.revokeAccess()
  server.revokeRefresh()
  const answer = session.fetch(`${server.baseUrl}/api/notes/7/`).catch(({ code }) => code)
  await time.advance(1_000)
  expect(await answer).toBe('session_expired')
  expect(router.currentRoute.value.fullPath).toBe('/notes/7')
  await router.push('/notes/8')
  expect(router.currentRoute.value.fullPath).toBe('/login?redirect=/notes/8')
})

test('an app says itself which routes need a login, and what the parameter is called', async () => {
  const world = createWorld()
  const needsLogin = ({ path }: { path: string }) => path.startsWith('/admin/')
  const router = routerOver(world, { needsLogin, returnParameter: 'next' })
  await router.push('/notes')
  expect(router.currentRoute.value.fullPath).toBe('/notes')
  await router.push('/admin/users')
  expect(router.currentRoute.value.fullPath).toBe('/login?next=/admin/users')
})

test('on a server everyone passes, and nothing is started', async () => {
  const { session, held } = createWorld()
  const { document } = globalThis
  Reflect.deleteProperty(globalThis, 'document')
  onTestFinished(() => void Object.assign(globalThis, { document }))
  const guard = authGuard(session, { login: '/login' })
  expect(await guard({ path: '/notes', fullPath: '/notes', meta: { requiresAuth: true } })).toBe(true)
  expect([session.timeline().events, held()]).toEqual([[], NOTHING])
})

test.each([
  ['/notes/7?sort=date', '/notes/7?sort=date'],
  ['https://evil.example', '/home'],
  ['//evil.example', '/home'],
  ['/\\evil.example', '/home'],
  ['/\t/evil.example', '/home'],
  ['javascript:alert(1)', '/home'],
  [['/a', '/b'], '/home'],
  [null, '/home'],
  [undefined, '/home'],
])('from %j one returns to %s', (value, path) => {
  expect(returnPath(value, '/home')).toBe(path)
})
