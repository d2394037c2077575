import { find, write } from './element'
import type { View } from './view'

/** The life of the access token as a bar that drains, with the moments at which something happens. */
export function createTokenPanel(): (view: View) => void {
  const life = find('life', HTMLDivElement)
  const left = find('left', HTMLDivElement)
  const renewalMark = find('renewal-mark', HTMLDivElement)
  const endMark = find('end-mark', HTMLDivElement)
  const countdown = find('countdown', HTMLParagraphElement)
  const generation = find('generation', HTMLElement)
  const waiting = find('waiting', HTMLElement)
  const held = find('held', HTMLElement)

  return (view) => {
    const { snapshot, context, now, lifetime } = view
    const { expiresAt, renewAt, usableUntil } = context.token
    write(generation, context.stamp ? `#${context.stamp.generation}` : 'none')
    write(waiting, String(snapshot.waiting))
    write(held, String(snapshot.held))
    write(countdown, sentence(view))

    const share = (moment: number | null) =>
      expiresAt === null || moment === null ? null : Math.min(Math.max((expiresAt - moment) / lifetime, 0), 1)
    const remaining = share(now) ?? 0
    left.style.width = `${remaining * 100}%`
    for (const [mark, moment] of [
      [renewalMark, renewAt],
      [endMark, usableUntil],
    ] as const) {
      const place = share(moment)
      mark.hidden = place === null
      if (place !== null) mark.style.left = `${place * 100}%`
    }
    life.classList.toggle('refused', context.refused)
    life.classList.toggle('late', renewAt !== null && now >= renewAt)
  }
}

function sentence({ snapshot, context, now }: View): string {
  const { expiresAt, renewAt } = context.token
  if (expiresAt === null) return 'No token.'
  const end = now < expiresAt ? `ends in ${until(expiresAt, now)}` : 'has ended'
  if (context.refused) return `Refused by the server; by the clock it ${end}.`
  if (snapshot.status !== 'authenticated') return `Being renewed; it ${end}.`
  if (renewAt === null) return `It ${end}, and nothing renews it.`
  return `Renewal in ${until(renewAt, now)}; it ${end}.`
}

const until = (moment: number, now: number): string => `${(Math.max(0, moment - now) / 1_000).toFixed(1)} s`
