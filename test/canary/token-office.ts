import { createHmac } from 'node:crypto'
import { ada, grace, mark } from './planted'

const FAKE = /eyJ[\w-]+\.[\w-]+\.unsigned/g
const SIGNED = /eyJ[\w-]+\.[\w-]+\.[\w-]{43}/g

/** Gives each token of a fake backend a signed JWT to go out as, whose claims say who somebody is. */

export function createTokenOffice() {
  const signed = new Map<string, string>()
  const fakes = new Map<string, string>()
  const minted = { access: 0, refresh: 0 }
  const names = new Map<string, string>()

  const sign = (fake: string): string => {
    const { user_id, ...claims } = JSON.parse(Buffer.from(fake.split('.')[1] ?? '', 'base64url').toString())
    const { subject, email } = user_id === 'ada' ? ada : grace
    const payload = encode({ mark, ...claims, user_id: subject, email })
    const head = `${encode({ alg: 'HS256' })}.${payload}`
    const token = `${head}.${createHmac('sha256', mark).update(head).digest('base64url')}`
    const type = claims.token_type as keyof typeof minted
    names.set(`${type} token ${++minted[type]}`, token)
    fakes.set(token, fake)
    return token
  }

  return {
    /** What the fake backend says, as it goes out. */
    disguise: (text: string): string =>
      text.replace(FAKE, (fake) => {
        const token = signed.get(fake) ?? sign(fake)
        signed.set(fake, token)
        return token
      }),
    /** What comes in, as the fake backend knows it. */
    reveal: (text: string): string => text.replace(SIGNED, (token) => fakes.get(token) ?? token),
    /** Every token so far, by name. */
    tokens: (): Readonly<Record<string, string>> => Object.fromEntries(names),
  }
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
