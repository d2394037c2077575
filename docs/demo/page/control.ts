import type { ControlState } from '../../../test/backends/embedded'

/** The server's own switches, past the session and past the broken network. */
export interface Control {
  state(): Promise<ControlState>
  revokeAccess(userId: number): Promise<ControlState>
  endLogins(userId: number): Promise<ControlState>
  network(up: boolean): Promise<ControlState>
  /** Mends the network while the page goes away: over a broken one F5 would find no page. */
  mendOnLeave(): void
}

export function createControl(): Control {
  const call = async (path: string, order?: object): Promise<ControlState> => {
    const init = order ? { method: 'POST', body: JSON.stringify(order) } : {}
    const response = await fetch(`/control/${path}`, init)
    if (!response.ok) throw new Error(`/control/${path} answered ${response.status}`)
    return response.json()
  }
  return {
    state: () => call('state'),
    revokeAccess: (userId) => call('revoke-access', { userId }),
    endLogins: (userId) => call('revoke-families', { userId }),
    network: (up) => call('network', { up }),
    mendOnLeave: () => void navigator.sendBeacon('/control/network', JSON.stringify({ up: true })),
  }
}

/** How many refresh calls of that user the server has answered with a new token so far. */
export function refreshCalls({ families }: ControlState, userId: number): number {
  return families
    .filter((family) => family.userId === userId)
    .reduce((sum, { accessTokens }) => sum + accessTokens - 1, 0)
}
