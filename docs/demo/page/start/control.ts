import type { Conditions, ControlState } from '../../../../test/backends/embedded'

/** The server's own switches, past every session and past the broken network. */
export const control = {
  state: () => call('state'),
  revokeAccess: () => call('revoke-access', {}),
  endLogins: () => call('revoke-families', {}),
  network: (up: boolean) => call('network', { up }),
  become: (conditions: Partial<Conditions>) => call('conditions', conditions),
  mend: () => call('mend', {}),
  /** While the page goes away: over a broken network F5 would find no page. */
  mendOnLeave: () => void navigator.sendBeacon('/control/network', JSON.stringify({ up: true })),
}

async function call(path: string, order?: object): Promise<ControlState> {
  const init = order ? { method: 'POST', body: JSON.stringify(order) } : {}
  const response = await fetch(`/control/${path}`, init)
  if (!response.ok) throw new Error(`/control/${path} answered ${response.status}`)
  return response.json()
}
