import { vi } from 'vitest'
import { createFakeBackend, type FakeBackend } from 'xstate-auth-session/testing'

/** Answers what the apps of the documentation ask for, until the test is over; a login says who the user is. */
export function answerSamples(): FakeBackend {
  const server = createFakeBackend()
  server.intercept(({ path, body }, answer) => (path === '/api/token/' ? withUser(answer(), body) : undefined))
  vi.stubGlobal('fetch', server.fetch)
  sessionStorage.clear()
  return server
}

async function withUser(answer: Response, credentials: string): Promise<Response> {
  const { username } = JSON.parse(credentials)
  return Response.json({ ...(await answer.json()), user: { username } }, { status: answer.status })
}

/** Types into the field of that label, as a user does. */
export function type(label: string, text: string): void {
  const field = document.querySelector<HTMLInputElement | HTMLTextAreaElement>(`[aria-label="${label}"]`)
  if (!field) throw new Error(`there is no field “${label}”`)
  field.value = text
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

/** Clicks the button of that name. */
export function click(name: string): void {
  const button = [...document.querySelectorAll('button, a')].find(({ textContent }) => textContent === name)
  if (!button) throw new Error(`there is no button “${name}”`)
  button.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))
}

/** What the page says, without what is hidden. */
export function says(): string {
  const page = document.body.cloneNode(true) as HTMLElement
  for (const element of page.querySelectorAll('[hidden]')) element.remove()
  const walker = document.createTreeWalker(page, NodeFilter.SHOW_TEXT)
  const texts: string[] = []
  while (walker.nextNode()) texts.push(walker.currentNode.nodeValue ?? '')
  return texts.join(' ').replace(/\s+/g, ' ').trim()
}
