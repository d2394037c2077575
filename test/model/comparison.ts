import type { StoreOutput } from '../../machines'
import { Credentials } from '../../src/credentials'
import type { Mint } from '../../src/grants/mint'
import { createReconcile } from '../../src/keeping/reconcile'
import type { StoredSession } from '../../src/platform/record'
import { createTokenVault } from '../../src/token-vault'
import { FACTS, NOW } from './moments'
import { understood } from './shared-store'
import { revoke } from './token-server'
import { type Held, heldOf, recordOf, type Shelf, type Stage, type Tab } from './world'

export type Comparison = StoreOutput

/** The shipped comparison of memory and store, over what a tab has read. */
export function compare(stage: Stage, tab: Tab, view: Shelf): Comparison {
  const state = understood(tab, view)
  const vault = openVault(tab)
  const hasPassed = state.intent !== null && state.intent.deadline <= stage.world.passed
  const reconcile = createReconcile({
    vault,
    mint: { fromRecord: credentialsOf } as Mint,
    holder: tab.name,
    deadlines: { patience: () => (hasPassed ? NOW - 1 : NOW + 1) },
    bound: Infinity,
    onFound() {},
    revoke: (tokens) => revoke(stage, tokens.record.refreshToken as string),
  })
  const output = reconcile(state, NOW)
  closeVault(tab, vault)
  return output
}

/** The next generation of the present login; whether it fits. */
export function takeInto(tab: Tab, next: Held): boolean {
  const vault = openVault(tab)
  const fits = vault.take(credentialsOf(recordOf(next)))
  closeVault(tab, vault)
  return fits
}

function openVault(tab: Tab) {
  const vault = createTokenVault()
  if (tab.vault) vault.begin(credentialsOf(recordOf(tab.vault)))
  return vault
}

function closeVault(tab: Tab, vault: ReturnType<typeof openVault>): void {
  tab.vault = vault.current && heldOf(vault.current.record)
}

function credentialsOf(record: StoredSession): Credentials {
  return new Credentials(record, FACTS, ['', ''], null)
}
