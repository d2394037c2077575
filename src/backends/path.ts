import { checkShape } from '../shape'

/**
 * A path behind a base URL, or none. Without its slash it would make another host of it, `https://api.example.comapi/token/`,
 * and with two of them it is one: secrets would go there.
 *
 * @throws TypeError that names the option.
 */
export function checkPath(option: string, value: unknown): void {
  checkShape(option, value, 'a string')
  checkShape(option, value, 'a path that begins with one slash', /^(\/(?![/\\])\S*)?$/.test(String(value)))
}
