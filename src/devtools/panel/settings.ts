import type { Recording } from '../../timeline'

/** What a recording tells of its session's options. Times in ms. */
export interface RecordedSettings {
  readonly kind: string
  readonly ahead: number
  /** A ratio of the token's life. */
  readonly jitter: number
}

/** `null` where another version wrote them differently. */
export function settingsOf({ options }: Pick<Recording, 'options'>): RecordedSettings | null {
  try {
    const [kind, { renewal }] = JSON.parse(options)
    const { ahead, jitter } = renewal
    return typeof ahead === 'number' && typeof jitter === 'number' ? { kind: String(kind), ahead, jitter } : null
  } catch {
    return null
  }
}
