import { checkShape } from '../../shape'
import type { ConformanceBench, ConformanceTraits } from './bench'

type Choices = { readonly [Trait in keyof ConformanceTraits]: readonly unknown[] }

const CHOICES: Omit<Choices, 'successor'> = {
  time: ['given', 'own'],
  login: ['credentials', 'elsewhere'],
  renewal: ['unasked', 'by_traffic'],
  renewedBy: ['refresh_token', 'hidden_token', 'access_token'],
  spent: ['kept', 'accepted', 'refused', 'ends_login'],
  logout: ['nothing', 'login'],
  everywhere: [true, false],
  deactivation: ['resources', 'renewals', 'both', 'none'],
  signingKey: ['access_tokens', 'everything', 'none'],
  restart: ['remembers', 'forgets', 'none'],
}

/** @throws TypeError that names what is missing, or is none of what it may be. */
export function checkBench(bench: ConformanceBench): void {
  const check = (name: string, value: unknown, wanted: string, fits?: boolean) =>
    checkShape(`backendConformance: ${name}`, value, wanted, fits)
  check('bench', bench, 'an object')
  check('bench.name', bench.name, 'a string')
  check('bench.open', bench.open, 'a function')
  check('bench.traits', bench.traits, 'an object')
  const traits: Readonly<Record<string, unknown>> = { ...bench.traits }
  for (const [trait, choices] of Object.entries(CHOICES)) {
    const value = traits[trait]
    check(`bench.traits.${trait}`, value, `one of ${choices.join(', ')}`, choices.includes(value))
  }
  const { successor } = bench.traits
  const isPart = successor === null || (typeof successor === 'number' && successor >= 0 && successor < 1)
  check('bench.traits.successor', successor, 'null, or a number from 0 to 1', isPart)
}
