/** A further login of the same server: its path, and by its type what it takes. */
export type LoginPath<Credentials extends object = Record<string, unknown>> = string & {
  readonly '~credentials'?: Credentials
}

/** Types a further login: `logins: { google: loginPath<{ access_token: string }>('/api/social/google/') }`. */
export const loginPath = <Credentials extends object>(path: string): LoginPath<Credentials> => path

export interface PasswordCredentials {
  readonly username: string
  readonly password: string
}

type CredentialsOf<Path> = Path extends { readonly '~credentials'?: infer C extends object }
  ? C
  : Record<string, unknown>

/** What each login takes: the password's, and those of the paths. */
export type LoginsOf<Paths, Password extends object> = { password: Password } & {
  [Method in keyof Paths]: CredentialsOf<Paths[Method]>
}
