import type {
  CommitOutput,
  IntendOutput,
  LockInput,
  LockOutput,
  RenewalContext,
  RenewalEvent,
  RenewalInput,
  RenewalOutput,
  RequestInput,
  RequestOutput,
  RestoreOutput,
  RevokeInput,
  SessionContext,
  SessionEvent,
  SessionInput,
  StoreOutput,
  WatchInput,
  WatchOutput,
} from '../../machines'

type Inputs = SessionInput | RenewalInput | LockInput | RequestInput | WatchInput | RevokeInput
type Outputs = RestoreOutput | RenewalOutput | LockOutput | StoreOutput | IntendOutput | RequestOutput
type Vocabulary = Inputs | Outputs | CommitOutput | WatchOutput | SessionContext | RenewalContext | Told

/** Of an event, its type is told apart. */
type Told = Without<SessionEvent | RenewalEvent, 'type'>
type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

/** Every field at every depth, with what it holds. */
type Field<T> = T extends object ? { [K in keyof T]-?: [K, T[K]] | Field<T[K]> }[keyof T] : never
type Held<T, V> = T extends [infer Name extends string, infer Value]
  ? Extract<Value, V> extends never
    ? never
    : Name
  : never

/** The names of the fields that may hold such a value: one too many or too few does not compile. */
type Names<V> = Readonly<Record<Held<Field<Vocabulary>, V>, true>>

export const numbers: Names<number> = {
  armedAt: true,
  at: true,
  attempt: true,
  deadline: true,
  expiresAt: true,
  generation: true,
  held: true,
  intentDeadline: true,
  notBefore: true,
  renewAt: true,
  requestTimeout: true,
  restoreTimeout: true,
  retryAt: true,
  status: true,
  triedAt: true,
  usableUntil: true,
  waiting: true,
}

export const flags: Names<boolean> = {
  committed: true,
  conflict: true,
  everywhere: true,
  exhausted: true,
  final: true,
  granted: true,
  hidden: true,
  locked: true,
  mayHaveRotated: true,
  news: true,
  proving: true,
  refused: true,
  renewable: true,
  unlocked: true,
  whileHidden: true,
}

export const texts: Names<string> = {
  answer: true,
  cause: true,
  endReason: true,
  epoch: true,
  found: true,
  hint: true,
  label: true,
  message: true,
  method: true,
  outcome: true,
  persistence: true,
  reason: true,
  source: true,
  subject: true,
  where: true,
}

export const groups: Names<object> = {
  answer: true,
  delay: true,
  lastLogin: true,
  result: true,
  revocation: true,
  settings: true,
  stamp: true,
  token: true,
}
