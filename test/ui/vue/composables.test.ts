import { mount } from '@vue/test-utils'
import { expect, onTestFinished, test, vi } from 'vitest'
import {
  type Component,
  createApp,
  createSSRApp,
  defineComponent,
  effectScope,
  h,
  nextTick,
  ref,
  watchSyncEffect,
} from 'vue'
import { renderToString } from 'vue/server-renderer'
import { AuthSessionError } from 'xstate-auth-session'
import { authSession, useAuthSelector, useAuthSession, useAuthStatus, useUser } from 'xstate-auth-session/vue'
import { ada, createWorld, grace, NOTHING, type World } from '../world'

type User = { readonly username: string }

function show(session: World['session'], component: Component) {
  const wrapper = mount(component, { global: { plugins: [authSession(session)] } })
  onTestFinished(() => wrapper.unmount())
  return wrapper
}

const Screen = defineComponent(() => {
  const status = useAuthStatus()
  const user = useUser<User>()
  return () => h('p', `${status.value}, ${user.value?.username ?? 'nobody'}`)
})

test('a component shows the status and the user, and follows them', async () => {
  const { time, session } = createWorld()
  const screen = show(session, Screen)
  const shows = async () => {
    await time.settle()
    await nextTick()
    return screen.text()
  }
  expect(screen.text()).toBe('restoring, nobody')
  expect(await shows()).toBe('anonymous, nobody')
  await session.login(ada)
  expect(await shows()).toBe('authenticated, ada')
  await session.login(grace)
  expect(await shows()).toBe('authenticated, grace')
  await session.logout()
  expect(await shows()).toBe('loggedOut, nobody')
})

test('a component renders only when what it selects has changed', async () => {
  const { time, session, renew } = createWorld()
  const rendered = { status: 0, user: 0, hour: 0, same: 0 }
  const counting = (name: keyof typeof rendered, use: () => { readonly value: unknown }) =>
    defineComponent(() => {
      const selected = use()
      return () => {
        rendered[name]++
        return h('p', String(selected.value))
      }
    })
  const Status = counting('status', useAuthStatus)
  const UserName = counting('user', useUser)
  const Hour = counting('hour', () =>
    useAuthSelector(
      ({ expiresAt }) => ({ hour: Math.floor((expiresAt ?? 0) / 3_600_000) }),
      (a, b) => a.hour === b.hour,
    ),
  )
  const Same = counting('same', () => useAuthSelector(({ persistence }) => persistence))
  show(session, () => [h(Status), h(UserName), h(Hour), h(Same)])
  await session.login(ada)
  await time.settle()
  await nextTick()
  const before = { ...rendered }
  await renew()
  await nextTick()
  expect(session.getSnapshot().status).toBe('authenticated')
  expect({ before, after: rendered }).toEqual({
    before: { status: 3, user: 2, hour: 2, same: 1 },
    after: { status: 5, user: 2, hour: 2, same: 1 },
  })
})

test('an effect that reads the status is told of every change of it, and of nothing else', async () => {
  const { time, session, renew, server } = createWorld()
  const told: string[] = []
  show(session, () => {
    return h(
      defineComponent(() => {
        const status = useAuthStatus()
        watchSyncEffect(() => void told.push(status.value))
        return () => null
      }),
    )
  })
  await session.login(ada)
  await renew()
  const save = (each: number) => session.fetch(`${server.baseUrl}/api/notes/${each}/`)
  await save(0)
  server.revokeAccess()
  const answers = [1, 2, 3].map(save)
  await time.advance(100)
  for (const answer of answers) expect((await answer).status).toBe(200)
  expect(told).toEqual([
    'restoring',
    'anonymous',
    'authenticated',
    'refreshing',
    'authenticated',
    'queuedRetry',
    'authenticated',
  ])
})

test('a component that comes back by a vnode that an app has kept knows the present at once', async () => {
  const { session } = createWorld()
  const known: string[] = []
  const kept = h(
    defineComponent(() => {
      known.push(useAuthStatus().value)
      return () => h('p')
    }),
  )
  const isShown = ref(true)
  show(session, () => (isShown.value ? kept : null))
  await session.login(ada)
  for (const value of [false, true]) {
    isShown.value = value
    await nextTick()
  }
  expect(known).toEqual(['restoring', 'authenticated'])
})

test('what is selected stays the same object until it is told to have changed', async () => {
  const { session, renew } = createWorld()
  let names: { readonly value: readonly string[] } | undefined
  const compare = (a: readonly string[], b: readonly string[]) => a.join() === b.join()
  show(session, {
    setup() {
      names = useAuthSelector<readonly string[], User>(({ user }) => (user ? [user.username] : []), compare)
      return () => null
    },
  })
  await session.login(ada)
  const before = names?.value
  expect(before).toEqual(['ada'])
  await renew()
  expect(names?.value).toBe(before)
  await session.login(grace)
  expect(names?.value).toEqual(['grace'])
})

test('the session is kept started while the app is mounted; unmounted, it lets go of everything', async () => {
  const { time, session, held } = createWorld()
  const screen = show(session, Screen)
  await session.login(ada)
  await time.settle()
  expect(held()).toEqual({ listeners: 1, page: true, timers: 1 })
  screen.unmount()
  expect(held()).toEqual(NOTHING)
})

test('of two apps over one session, the one that stays keeps it started', async () => {
  const { session, held } = createWorld()
  const [first, second] = [show(session, Screen), show(session, Screen)]
  await session.login(ada)
  first.unmount()
  expect(held()).toEqual({ listeners: 1, page: true, timers: 1 })
  second.unmount()
  expect(held()).toEqual(NOTHING)
})

test('a scope that is stopped is told nothing more', async () => {
  const { session } = createWorld()
  const told: string[] = []
  const scope = effectScope()
  const app = createApp(Screen).use(authSession(session))
  onTestFinished(() => app.unmount())
  app.mount(document.createElement('div'))
  app.runWithContext(() =>
    scope.run(() => {
      const status = useAuthStatus()
      watchSyncEffect(() => void told.push(status.value))
    }),
  )
  await session.login(ada)
  scope.stop()
  await session.logout()
  expect(told).toEqual(['restoring', 'anonymous', 'authenticated'])
})

test('`useAuthSession` gives the session itself', () => {
  const { session } = createWorld()
  let found: unknown
  show(session, {
    setup() {
      found = useAuthSession()
      return () => null
    },
  })
  expect(found).toBe(session)
})

test.each([
  ['useAuthSession', useAuthSession],
  ['useAuthSelector', () => useAuthSelector(({ status }) => status)],
])('%s outside of an app with a session says what to do', (name, use) => {
  const says = `${name}: there is no session; call app.use(authSession(session)), and this in setup()`
  expect(use).toThrow(says)
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  const component = {
    setup() {
      use()
      return () => null
    },
  }
  expect(() => mount(component)).toThrow(says)
})

test('an app takes one session', () => {
  const { session, held } = createWorld()
  const app = createApp(Screen).use(authSession(session))
  expect(() => app.use(authSession(createWorld().session))).toThrow(
    'app.use(authSession(…)): the app has a session already',
  )
  app.mount(document.createElement('div'))
  app.unmount()
  expect(held().listeners).toBe(0)
})

test('a session that has been disposed of is refused, though it never began', () => {
  const { session, held } = createWorld()
  session.dispose()
  const app = createApp(Screen)
  expect(() => app.use(authSession(session))).toThrow(new AuthSessionError('disposed'))
  expect(held()).toEqual(NOTHING)
})

test('a session that is disposed of while it is restored, after its app has gone, breaks nothing', async () => {
  const { time, session, held } = createWorld()
  const screen = show(session, Screen)
  screen.unmount()
  session.dispose()
  await time.settle()
  expect(held()).toEqual(NOTHING)
})

test('a server renders what a session shows before it has begun, and starts nothing', async () => {
  const { session, held } = createWorld()
  const { document } = globalThis
  Reflect.deleteProperty(globalThis, 'document')
  onTestFinished(() => void Object.assign(globalThis, { document }))
  const html = await renderToString(createSSRApp(Screen).use(authSession(session)))
  expect(html).toBe('<p>restoring, nobody</p>')
  expect(session.actor.getSnapshot().status).toBe('active')
  expect(held()).toEqual(NOTHING)
})
