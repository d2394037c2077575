import { join } from 'node:path'
import type { PluginOption } from 'vite'
import { ownCopies } from './own-copies'

/** A small app of one UI, which puts a stage of `createSessionStage` on `window.stage` and shows itself in `<main>`. */
export interface UiPage {
  /** For the titles of tests. */
  readonly name: string
  /** Where its `index.html` is. */
  readonly folder: string
  /** Vite's plugins that compile it. */
  readonly plugins?: () => Promise<PluginOption[]>
}

/** Every UI for which there is an adapter, and the page alone without one. */
export const pages: readonly UiPage[] = [
  { name: 'plain DOM', folder: folderOf('dom') },
  {
    name: 'React 18',
    folder: folderOf('react18'),
    plugins: async () => (await import('../../ui/react18/vite-plugins')).plugins,
  },
  {
    name: 'React 19',
    folder: folderOf('react19'),
    plugins: async () => (await import('../../ui/react/vite-plugins')).plugins,
  },
  { name: 'Vue', folder: folderOf('vue'), plugins: async () => (await import('../../ui/vue/vite-plugins')).plugins },
  {
    name: 'Svelte',
    folder: folderOf('svelte'),
    plugins: async () => (await import('../../ui/svelte/vite-plugins')).plugins,
  },
  {
    name: 'Solid',
    folder: folderOf('solid'),
    plugins: async () => (await import('../../ui/solid/vite-plugins')).plugins,
  },
  { name: 'Angular', folder: folderOf('angular'), plugins: async () => [ownCopies(folderOf('angular'))] },
]

function folderOf(name: string): string {
  return join(import.meta.dirname, name)
}
