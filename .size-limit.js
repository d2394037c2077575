const path = 'dist/index.js'
const used = {
  'dist/index.js': '{ createAuthSession, memoryStorage, webStorage }',
  'dist/backends.js': '{ simpleJwt }',
}

const angular =
  '{ provideAuthSession, injectAuthSession, injectAuthSnapshot, injectAuthSelector, injectAuthStatus, injectUser, authGuard }'

/**
 * What an adapter adds to an app: the app's own code with it, less the app's own code without it, in bytes. Neither holds the
 * framework, or XState. What an app does not import of an entry it does not pay for. `test/checks/sizes.mjs` subtracts.
 */
export const adapters = {
  react: { entry: 'react', limit: 1_500 },
  vue: { entry: 'vue', limit: 1_000 },
  svelte: { entry: 'svelte', limit: 1_000 },
  solid: { entry: 'solid', limit: 1_000 },
  dom: { entry: 'dom', what: '{ bindAuthSession }', limit: 1_000 },
  angular: { entry: 'angular', what: angular, limit: 1_000 },
  'angular/http': { entry: 'angular/http', what: '{ authContext, authInterceptor }', limit: 1_000 },
  axios: { entry: 'axios', what: '{ installAuthSession }', limit: 1_000 },
  openSocket: { entry: 'sockets', what: '{ openSocket }', limit: 2_600 },
  readEvents: { entry: 'event-stream', what: '{ readEvents }', limit: 1_950 },
  createLogInspector: { entry: 'inspect', what: '{ createLogInspector }', limit: 1_800 },
  'inspect, all of it': { entry: 'inspect', limit: 4_000 },
}

/** size-limit leaves peer dependencies out by itself; here is what an app really downloads. */
function bundleEverything(config) {
  return { ...config, external: [] }
}

const ownCode = { path, ignore: ['xstate', 'jwt-decode'], gzip: true }

export default [
  { ...ownCode, name: 'own code', import: used, limit: '24.3 kB' },
  { name: 'with XState', path, import: used, modifyEsbuildConfig: bundleEverything, limit: '37 kB', gzip: true },
  ...Object.entries(adapters).map(([name, { entry, what = '*' }]) => ({
    ...ownCode,
    name,
    import: { ...used, [`dist/${entry}.js`]: what },
  })),
]
