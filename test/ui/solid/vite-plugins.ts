import solid from 'vite-plugin-solid'

/** What compiles a page in Solid. */
export const plugins = [solid()]
