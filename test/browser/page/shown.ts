import { expectNoSecrets, SecretsFoundError } from 'xstate-auth-session/testing'

/** Where secrets show in a page; `path: secret`. */
export function secretsShown(told: object, secrets: Readonly<Record<string, string>>): string[] {
  try {
    expectNoSecrets({ ...told, ...whatShows() }, secrets)
    return []
  } catch (error) {
    if (!(error instanceof SecretsFoundError)) throw error
    return error.found.map(({ path, secret }) => `${path}: ${secret}`)
  }
}

function whatShows() {
  const frame = document.createElement('iframe')
  document.body.append(frame)
  const empty = new Set(Object.getOwnPropertyNames(frame.contentWindow))
  frame.remove()
  const names = Object.getOwnPropertyNames(window).filter((name) => !empty.has(name))
  return {
    document,
    address: location.href,
    history: history.state,
    window: Object.fromEntries(names.map((name) => [name, Reflect.get(window, name)])),
    name: window.name,
  }
}
