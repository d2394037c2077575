/** The version of this package; recordings carry it. */
export const VERSION = '0.1.0'
