import { populateGlobal } from 'vitest/runtime'

/** Where a session's requests are made of Node's own parts, jsdom's would not fit. */
const OF_NODE = ['AbortController', 'AbortSignal', 'Blob', 'File', 'FormData', 'Headers', 'URL', 'URLSearchParams']

/** A browser's globals, by the `JSDOM` of whichever package tests with it. */
export const environmentOf = (JSDOM) => ({
  name: 'jsdom',
  viteEnvironment: 'client',
  setup(global) {
    const dom = new JSDOM('<!doctype html>', { pretendToBeVisual: true, url: 'http://localhost:3000' })
    const own = OF_NODE.map((name) => [name, global[name]])
    const { keys, originals } = populateGlobal(global, dom.window, { bindFunctions: true })
    for (const [name, value] of own) global[name] = value
    return {
      teardown() {
        dom.window.close()
        for (const key of keys) delete global[key]
        for (const [key, value] of originals) global[key] = value
      },
    }
  },
})
