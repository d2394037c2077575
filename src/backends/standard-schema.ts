/** What a value is to be, by any library that speaks this interface, such as zod, valibot or arktype. @see https://standardschema.dev */
export interface StandardSchema<Output> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>
  }
}

export type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] }

export interface SchemaIssue {
  /** It may quote what was refused. */
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

/** Where something is wrong, and never what: `email`, `roles.0`. */
export function pathsOf(issues: readonly SchemaIssue[]): string {
  const paths = issues.map(({ path = [] }) =>
    path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.'),
  )
  return [...new Set(paths)].map((path) => path || 'its root').join(', ')
}
