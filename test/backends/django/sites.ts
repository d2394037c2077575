import { type Site, type SiteSettings, startSite } from './site'

interface Kept {
  readonly key: string
  readonly site: Promise<Site>
  free: boolean
}

const kept: Kept[] = []

/** A running site with those settings that nobody else uses until it is given back; started where there is none. */
export async function takeSite(settings: SiteSettings): Promise<{ site: Site; giveBack: () => void }> {
  const key = JSON.stringify(settings)
  let place = kept.find((candidate) => candidate.free && candidate.key === key)
  if (!place) {
    place = { key, site: startSite(settings), free: false }
    kept.push(place)
  }
  const taken = place
  taken.free = false
  const site = await taken.site
  return {
    site,
    giveBack: () => {
      taken.free = true
    },
  }
}
