import type { ControlState } from '../../../test/backends/embedded'
import { refreshCalls } from './control'
import { find, write } from './element'
import type { PanelParts } from './panel-parts'
import { summarise } from './traffic'
import type { User, View } from './view'

/** The buttons, and what came of the last one. */
export function createTryPanel({ session, control, traffic, onState }: PanelParts): (view: View) => void {
  const hold = find('hold', HTMLInputElement)
  const result = find('result', HTMLParagraphElement)
  const networkState = find('network-state', HTMLElement)
  const network = find('network', HTMLButtonElement)
  const hundred = find('hundred', HTMLButtonElement)
  const revoke = find('revoke', HTMLButtonElement)
  const end = find('end', HTMLButtonElement)
  let user: User | null = null
  let up = true
  let counter = 0

  async function heard(asked: Promise<ControlState>): Promise<ControlState> {
    const state = await asked
    onState(state)
    return state
  }

  const say = (text: string) => write(result, text)

  function onClick(button: HTMLButtonElement, deed: () => Promise<void>): void {
    button.addEventListener('click', () => {
      deed().catch(() => say('The demo server does not answer. Does it still run?'))
    })
  }

  async function send(count: number): Promise<void> {
    const asker = user
    const before = asker && refreshCalls(await heard(control.state()), asker.id)
    const batch = traffic.open(count === 1 ? 'GET /api/notes/' : `${count} × GET /api/notes/`, count)
    say(count === 1 ? 'One request is under way.' : `${count} requests are under way.`)
    const one = () => {
      counter += 1
      const path = `/api/notes/${counter}/`
      return traffic.follow(batch, (headers) => session.fetch(path, { headers, hold: hold.checked }))
    }
    await Promise.all(Array.from({ length: count }, one))
    const state = await heard(control.state())
    say(`${summarise(batch)}.${asker && before !== null ? renewals(refreshCalls(state, asker.id) - before) : ''}`)
  }

  onClick(find('one', HTMLButtonElement), () => send(1))
  onClick(hundred, () => send(100))
  onClick(revoke, async () => {
    if (user === null) return
    await heard(control.revokeAccess(user.id))
    say('The server has revoked the access token. The session learns it from the next request.')
  })
  onClick(end, async () => {
    if (user === null) return
    await heard(control.endLogins(user.id))
    say('The server has ended the session, both tokens. The session learns it from the next request or renewal.')
  })
  onClick(network, async () => {
    const next = !up
    await heard(control.network(next))
    say(
      next
        ? 'The network is mended.'
        : 'The network is down. Requests leave, and fail, until the token has ended; then they wait.',
    )
  })

  return (view) => {
    ;({ user, up } = view)
    hundred.classList.toggle('main', user !== null)
    revoke.disabled = user === null
    end.disabled = user === null
    write(network, up ? 'Break the network' : 'Mend the network')
    write(networkState, up ? 'up' : 'down')
    networkState.classList.toggle('down', !up)
  }
}

const renewals = (calls: number): string =>
  ` Meanwhile the server answered ${calls} refresh ${calls === 1 ? 'call' : 'calls'} with a new token.`
