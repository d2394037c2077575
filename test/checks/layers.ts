/** A floor of the house: the files on it, and what they may import. */
export interface Layer {
  name: string
  /** Paths from the root; `*` stands for a part of a name, `**` for any path. A file is on the first layer that fits. */
  match: string[]
  /** Names of layers further down. Files of one layer may always import each other. */
  mayImport: string[]
  /** Packages by name, their subpaths included. */
  packages: string[]
}

const base = ['leaves', 'machines']
const ground = ['options', 'backends', 'platform', 'vault', ...base]
const tools = ['ports', 'grants', 'keeping', ...ground]
const core = ['life', 'doctor', 'requests', 'renewal', ...tools]

/** Speaks for one framework or client; knows the session, and no other adapter but those named. */
function adapter(name: string, packages: string[], alsoImports: string[] = []): Layer {
  return { name, match: [`src/${name}/**`], mayImport: [...alsoImports, 'session', ...core], packages }
}

/** Top to bottom; arrows point down only. A file that fits no layer is refused: give it one here. */
export const layers: Layer[] = [
  {
    name: 'entry',
    match: ['src/index.ts'],
    mayImport: ['session', ...core],
    packages: [],
  },
  {
    name: 'cli',
    match: ['src/cli/**'],
    mayImport: ['testing', 'recordings', 'session', ...core],
    packages: ['node:fs', 'node:tty', 'node:util'],
  },
  adapter('devtools', ['xstate'], ['recordings', 'chart']),
  adapter('inspect', ['xstate'], ['recordings']),
  adapter('testing', ['xstate'], ['recordings']),
  adapter('axios', ['axios'], ['guards']),
  adapter('sockets', [], ['reconnecting']),
  adapter('event-stream', ['eventsource-parser'], ['reconnecting']),
  adapter('oauth2', ['oauth4webapi', 'jwt-decode']),
  adapter('indexeddb', ['idb']),
  adapter('react', ['react', '@xstate/react', 'xstate'], ['guards']),
  adapter('vue', ['vue'], ['guards']),
  adapter('svelte', ['svelte'], ['guards']),
  adapter('angular/http', ['@angular/core', '@angular/common', 'rxjs'], ['angular']),
  adapter('angular', ['@angular/core', '@angular/common', '@angular/router'], ['guards']),
  adapter('solid', ['solid-js'], ['guards']),
  adapter('dom', [], ['guards']),
  adapter('guards', []),
  adapter('reconnecting', []),
  { name: 'chart', match: ['src/chart/**'], mayImport: [], packages: ['xstate'] },
  { name: 'recordings', match: ['src/recordings/**'], mayImport: ['vault', ...base], packages: ['xstate'] },
  {
    name: 'session',
    match: ['src/create-auth-session.ts', 'src/auth-session.ts'],
    mayImport: core,
    packages: ['xstate'],
  },
  { name: 'life', match: ['src/session/**'], mayImport: ['doctor', ...tools], packages: ['xstate'] },
  { name: 'doctor', match: ['src/doctor/**'], mayImport: ['grants', ...ground], packages: ['jwt-decode'] },
  { name: 'requests', match: ['src/requests/**'], mayImport: tools, packages: [] },
  { name: 'renewal', match: ['src/renewal/**'], mayImport: tools, packages: [] },
  {
    name: 'ports',
    match: ['src/ports.ts', 'src/step.ts', 'src/replace-tokens.ts'],
    mayImport: ['grants', 'keeping', ...ground],
    packages: ['xstate'],
  },
  { name: 'keeping', match: ['src/keeping/**'], mayImport: ['grants', ...ground], packages: [] },
  { name: 'grants', match: ['src/grants/**'], mayImport: ground, packages: ['jwt-decode'] },
  { name: 'options', match: ['src/options.ts'], mayImport: ['backends', 'platform', ...base], packages: ['xstate'] },
  {
    name: 'vault',
    match: ['src/token-vault.ts', 'src/timeline.ts', 'src/credentials.ts'],
    mayImport: ['platform', ...base],
    packages: ['xstate'],
  },
  { name: 'backends', match: ['src/backends/**'], mayImport: ['platform', ...base], packages: ['jwt-decode'] },
  { name: 'platform', match: ['src/platform/**'], mayImport: base, packages: [] },
  {
    name: 'leaves',
    match: ['src/*.ts'],
    mayImport: ['machines'],
    packages: [],
  },
  {
    name: 'machines',
    match: ['machines/**'],
    mayImport: [],
    packages: ['xstate'],
  },
]
