import { test } from 'vitest'
import type { ClientRow, TraitName, Traits } from './client'
import { clients } from './clients'
import { openClient } from './scene'

type Options = Parameters<typeof openClient>[1]
type Scene = Awaited<ReturnType<typeof openClient>> & { readonly row: ClientRow }

/** One test for each client that has that trait. */
export function testTrait<Name extends TraitName>(
  name: Name,
  title: string,
  run: (scene: Scene, trait: Traits[Name]) => Promise<void>,
  options?: () => Options,
): void {
  test.each(clients.filter(({ lacks }) => lacks[name] === undefined))(`$name: ${title}`, async (row) => {
    const scene = await openClient(row, options?.())
    await run({ ...scene, row }, present(scene.client, row, name))
  })
}

/** One test for each client that lacks that trait, of what happens instead; `which`: of some of them. */
export function testLack(
  name: TraitName,
  title: string,
  run: (scene: Scene) => Promise<void>,
  which: (row: ClientRow) => boolean = () => true,
): void {
  const without = clients.filter((row) => row.lacks[name] !== undefined && which(row))
  if (without.length === 0) return
  test.each(without)(`$name: ${title}`, async (row) => run({ ...(await openClient(row)), row }))
}

/** The same, where it is tried in the client's own words. */
export function testTried<Name extends TraitName>(
  name: Name,
  title: string,
  run: (scene: Scene, trait: Traits[Name]) => Promise<void>,
  which?: (row: ClientRow) => boolean,
): void {
  testLack(name, title, (scene) => run(scene, present(scene.client.tried, scene.row, name)), which)
}

function present<Name extends TraitName>(
  traits: Partial<Traits> | undefined,
  row: ClientRow,
  name: Name,
): Traits[Name] {
  const trait = traits?.[name]
  if (trait !== undefined) return trait
  throw new Error(`${row.name} has no '${name}' to be tested`)
}
