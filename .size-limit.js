const path = 'dist/index.js'
const used = {
  'dist/index.js': '{ createAuthSession, memoryStorage, webStorage }',
  'dist/backends.js': '{ simpleJwt }',
}

/** size-limit leaves peer dependencies out by itself; here is what an app really downloads. */
function bundleEverything(config) {
  return { ...config, external: [] }
}

/** Each adapter without its framework, but with what it shares with the session: the errors are about 0.45 kB of each. */
const adapters = {
  react: '1.5 kB',
  vue: '1.5 kB',
  svelte: '1.1 kB',
  solid: '1.2 kB',
  dom: '1.2 kB',
  angular: '2.2 kB',
  axios: '2.1 kB',
  sockets: '5.2 kB',
}

export default [
  ...Object.entries(adapters).map(([name, limit]) => ({ name, path: `dist/${name}.js`, limit, gzip: true })),
  { name: 'own code', path, import: used, ignore: ['xstate', 'jwt-decode'], limit: '24.1 kB', gzip: true },
  { name: 'with XState', path, import: used, modifyEsbuildConfig: bundleEverything, limit: '36.9 kB', gzip: true },
]
