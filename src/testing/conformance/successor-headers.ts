import type { AuthBackend } from '../../backends/backend'

/** Puts the successor that those headers bring into others. */
export function rememberSuccessor(backend: AuthBackend, brought: Headers | undefined) {
  const carrying = [...(brought ?? [])].filter((header) => backend.successor?.(new Headers([header])))
  return (headers: Headers) => {
    for (const [name, value] of carrying) headers.set(name, value)
  }
}
