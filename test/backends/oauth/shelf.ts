import type { Adapter, AdapterPayload } from 'oidc-provider'

/** What an oidc-provider keeps, by kind and id. It outlives the provider. */
export function createShelf() {
  const kept = new Map<string, AdapterPayload>()
  const keyOf = (kind: string, id: string) => `${kind} ${id}`
  const remove = (fits: (kind: string, payload: AdapterPayload) => boolean) => {
    for (const [key, payload] of kept) if (fits(key.split(' ', 1)[0] as string, payload)) kept.delete(key)
  }
  return {
    adapter: (kind: string): Adapter => ({
      async upsert(id, payload) {
        kept.set(keyOf(kind, id), payload)
      },
      find: async (id) => kept.get(keyOf(kind, id)),
      findByUid: async (uid) => [...kept.values()].find((payload) => payload.uid === uid),
      findByUserCode: async (code) => [...kept.values()].find(({ userCode }) => userCode === code),
      async consume(id) {
        const payload = kept.get(keyOf(kind, id))
        if (payload) payload.consumed = Math.floor(Date.now() / 1_000)
      },
      async destroy(id) {
        kept.delete(keyOf(kind, id))
      },
      async revokeByGrantId(grantId) {
        remove((_, payload) => payload.grantId === grantId)
      },
    }),
    /** How many there are of that kind, spent ones apart. */
    count: (kind: string) =>
      [...kept].filter(([key, { consumed }]) => key.startsWith(`${kind} `) && consumed === undefined).length,
    /** Takes away all of those kinds. */
    clear: (...kinds: string[]) => remove((kind) => kinds.includes(kind)),
  }
}
