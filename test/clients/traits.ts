import { test } from 'vitest'
import type { Client, ClientRow, Traits } from './client'
import { clients } from './clients'
import { openClient } from './scene'

type Options = Parameters<typeof openClient>[1]
type Scene = Awaited<ReturnType<typeof openClient>>
type Has<Name extends keyof Traits> = Exclude<Client[Name], string>

/** What a client lacks, by the trait's name, and why. */
export const lacksOf = ({ client }: Pick<Scene, 'client'>): readonly (readonly [string, string])[] =>
  Object.entries(client).filter((entry): entry is [string, string] => typeof entry[1] === 'string')

/** One test for each client that has that trait; a row says why another hasn't. */
export function testTrait<Name extends keyof Traits>(
  name: Name,
  title: string,
  run: (scene: Scene & { readonly row: ClientRow }, trait: Has<Name>) => Promise<void>,
  options?: () => Options,
): void {
  test.each(clients)(`$name: ${title}`, async (row) => {
    const scene = await openClient(row, options?.())
    const trait = scene.client[name]
    if (typeof trait !== 'string') await run({ ...scene, row }, trait as Has<Name>)
  })
}
