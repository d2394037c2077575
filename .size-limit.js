const path = 'dist/index.js'
const used = {
  'dist/index.js': '{ createAuthSession, memoryStorage, webStorage }',
  'dist/backends.js': '{ simpleJwt }',
}

/** size-limit leaves peer dependencies out by itself; here is what an app really downloads. */
function bundleEverything(config) {
  return { ...config, external: [] }
}

export default [
  { name: 'react', path: 'dist/react.js', limit: '1.5 kB', gzip: true },
  { name: 'own code', path, import: used, ignore: ['xstate', 'jwt-decode'], limit: '23.2 kB', gzip: true },
  { name: 'with XState', path, import: used, modifyEsbuildConfig: bundleEverything, limit: '36.1 kB', gzip: true },
]
