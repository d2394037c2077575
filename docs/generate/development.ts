/** Stands for the constant that a build replaces; imported before the sources are. */
Object.assign(globalThis, { __DEV__: true })
