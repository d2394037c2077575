import type { PluginOption } from 'vite'
import { alias } from '../../../vitest.config.ts'

/** Leads the package's names to its sources, from files too that aren't TypeScript's. */
export const sources: PluginOption = { name: 'sources', config: () => ({ resolve: { alias } }) }
