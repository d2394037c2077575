import solid from 'vite-plugin-solid'

/** What compiles a page in Solid. */
export const plugins = [solid()]

/** What compiles a page that a server has rendered, and its server. */
export const hydratable = [solid({ ssr: true })]
