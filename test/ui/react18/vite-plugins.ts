import { pluginsOf } from '../react/vite-plugins.ts'

export const plugins = pluginsOf(import.meta.dirname)
