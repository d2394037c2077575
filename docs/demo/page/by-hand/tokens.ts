const KEY = 'by-hand.tokens'

/** A login's tokens, where most blog posts keep them. */
export interface Tokens {
  readonly access: string
  readonly refresh: string
}

export const tokens = {
  read: (): Tokens | null => JSON.parse(localStorage.getItem(KEY) ?? 'null'),
  write: (pair: Tokens) => localStorage.setItem(KEY, JSON.stringify(pair)),
  clear: () => localStorage.removeItem(KEY),
}
