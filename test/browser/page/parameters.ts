import type { RenewalOptions } from 'xstate-auth-session'

/** What a page's session is made from; travels in the page's address. */
export interface PageParameters {
  /** Base URL of the API. */
  readonly api: string
  readonly store: 'indexedDb' | 'sealed indexedDb' | 'localStorage' | 'sessionStorage' | 'memory'
  /** Where the tokens are that are not in answers; by default none is in a cookie. */
  readonly cookies?: 'refresh' | 'both' | undefined
  /** What the browser is made to lack, before anything else runs. */
  readonly without: readonly Facility[]
  readonly renewal: RenewalOptions
}

export type Facility = 'locks' | 'channel'

const NAME = 'parameters'

/** The query that makes a page so. */
export const queryFor = (parameters: PageParameters) =>
  `?${new URLSearchParams({ [NAME]: JSON.stringify(parameters) })}`

/** What the page's own query asks for. */
export const readParameters = () => JSON.parse(new URLSearchParams(location.search).get(NAME) ?? '') as PageParameters
