import type { AuthSessionOptions } from '../options'

/** The parts of a session that the panel's levers act through: `createAuthSession({ …, ...developmentPorts() })`. */
export function developmentPorts(): Partial<AuthSessionOptions> {
  return {}
}
