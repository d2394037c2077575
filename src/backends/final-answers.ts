import { checkShape } from '../shape'
import type { Answer, AuthBackend, FinalAnswer } from './backend'

/** A row that is none would end nothing. @throws TypeError that names the option. */
export function checkFinal(option: string, table: unknown): void {
  checkShape(option, table, 'an array')
  for (const [index, row] of (table as readonly unknown[]).entries()) {
    const { status, codes } = Object(row)
    checkShape(`${option}.${index}`, row, 'an object')
    checkShape(
      `${option}.${index}.status`,
      status,
      'a status',
      Number.isInteger(status) && status >= 100 && status < 600,
    )
    if (codes !== undefined) checkShape(`${option}.${index}.codes`, codes, 'an array')
  }
}

/** Whether an answer stands in a table of final ones. */
export function isFinal(
  { status, body }: Pick<Answer, 'status' | 'body'>,
  table: readonly FinalAnswer[],
  backend: Pick<AuthBackend, 'errorCode'>,
): boolean {
  return table.some((row) => row.status === status && (!row.codes || row.codes.includes(backend.errorCode(body) ?? '')))
}
