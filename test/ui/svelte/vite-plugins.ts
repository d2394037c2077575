import { svelte } from '@sveltejs/vite-plugin-svelte'

/** What compiles a page in Svelte. */
export const plugins = [svelte({ configFile: false })]
