import { type ReactNode, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

/** Shows it in the page. */
export function show(page: ReactNode): void {
  const root = document.getElementById('root')
  if (!root) throw new TypeError('the page has no element with the id root')
  createRoot(root).render(<StrictMode>{page}</StrictMode>)
}
