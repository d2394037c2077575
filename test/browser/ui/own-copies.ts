import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PluginOption } from 'vite'

/** Lets the sources of an adapter have the packages that the page's own `package.json` names, and not those at the top. */
export function ownCopies(folder: string): PluginOption {
  const { devDependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return { name: 'own-copies', config: () => ({ resolve: { dedupe: Object.keys(devDependencies) } }) }
}
