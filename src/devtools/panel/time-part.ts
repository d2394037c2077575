import { planToken, type SessionContext } from '../../../machines'
import { make, makeSvg, setAttributes, setText } from './make'
import { settingsOf } from './settings'
import type { Part, View } from './view'
import { clockTime, spanOf } from './words'

/** Width of the bar in its own units. */
const WIDTH = 1_000

/** The access token's life as a bar, with what is planned for it, and what is known of the clocks. */
export function createTimePart(): Part {
  const window = makeSvg('rect', { class: 'window', y: 0, height: 40 })
  const spent = makeSvg('rect', { class: 'spent', x: 0, y: 0, height: 40 })
  const due = makeSvg('path', { class: 'due' })
  const needle = makeSvg('path', { class: 'needle' })
  const bar = makeSvg(
    'svg',
    { class: 'life', viewBox: `0 -8 ${WIDTH} 56`, preserveAspectRatio: 'none', role: 'img' },
    makeSvg('rect', { class: 'whole', x: 0, y: 0, width: WIDTH, height: 40 }),
    window,
    spent,
    due,
    needle,
  )
  const headline = make('p', { class: 'headline' })
  const facts = make('dl', { class: 'facts' })
  const legend = make(
    'ul',
    { class: 'legend', 'aria-label': 'Legend' },
    make('li', { class: 'is-spent' }, 'lived'),
    make('li', { class: 'is-window' }, 'a renewal may fall here'),
    make('li', { class: 'is-due' }, 'renewal planned'),
    make('li', { class: 'is-needle' }, 'now'),
  )

  const draw = ({ now, tokenSince, recording }: View, { token }: SessionContext) => {
    const settings = settingsOf(recording)
    const { expiresAt, renewAt } = token
    const isKnown = expiresAt !== null && tokenSince !== null && expiresAt > tokenSince
    setAttributes(bar, { hidden: !isKnown })
    legend.hidden = !isKnown
    if (!isKnown) return
    const at = (moment: number) => Math.min(Math.max((moment - tokenSince) / (expiresAt - tokenSince), 0), 1) * WIDTH
    const planned = (draw: number) => {
      const life = { sentAt: tokenSince, expiresAt, renewable: true }
      const policy = { minInterval: 0, ahead: settings?.ahead ?? 0, jitter: settings?.jitter ?? 0 }
      return at(planToken(life, policy, draw).renewAt ?? expiresAt)
    }
    const [from, to] = settings && token.renewable ? [planned(1), planned(0)] : [0, 0]
    setAttributes(window, { x: from, width: Math.max(to - from, 0) })
    setAttributes(spent, { width: at(now) })
    setAttributes(due, { d: renewAt === null ? '' : `M${at(renewAt)} -8V48` })
    setAttributes(needle, { d: `M${at(now)} -4V44` })
    setAttributes(bar, { 'aria-label': `${Math.round(at(now) / 10)} % of the token’s life are over` })
  }

  return {
    element: make('div', { class: 'time part' }, headline, bar, legend, facts),
    show(view) {
      const { now, states, ports } = view
      const context = states.session && (states.session.context as SessionContext)
      const { expiresAt = null, usableUntil = null, renewAt = null, renewable = false } = context?.token ?? {}
      setText(headline, headlineOf(context, now))
      if (context) draw(view, context)
      const skew = ports?.skew
      const wake = ports?.lastWake
      const rows: [string, string][] = [
        [
          'Token',
          context?.stamp
            ? `generation ${context.stamp.generation}${renewable ? '' : ', nothing can renew it'}`
            : 'none',
        ],
        ['Renewal', renewAt === null ? 'not planned' : `${clockTime(renewAt)}, ${untilWord(renewAt - now)}`],
        [
          'Last sent',
          usableUntil === null ? 'until it is refused' : `${clockTime(usableUntil)}, ${untilWord(usableUntil - now)}`,
        ],
        ['Ends', expiresAt === null ? 'not known' : `${clockTime(expiresAt)}, ${untilWord(expiresAt - now)}`],
        ['Skew', skewWord(skew)],
        ['Last wake', wake ? `${clockTime(wake.at)}, ${wake.what}` : ports ? 'none yet' : 'needs development ports'],
        ['This clock', ports && ports.ahead > 0 ? `moved on by ${spanOf(ports.ahead)}` : clockTime(now)],
      ]
      facts.replaceChildren(...rows.flatMap(([name, value]) => [make('dt', {}, name), make('dd', {}, value)]))
    },
  }
}

function headlineOf(context: SessionContext | null, now: number): string {
  if (!context?.stamp) return 'No token'
  const { expiresAt } = context.token
  if (expiresAt === null) return 'A token whose end is not known: a 401 decides'
  return expiresAt > now ? `${spanOf(expiresAt - now)} to live` : `Ended ${spanOf(now - expiresAt)} ago`
}

function untilWord(ms: number): string {
  return ms >= 0 ? `in ${spanOf(ms)}` : `${spanOf(-ms)} ago`
}

function skewWord(skew: NonNullable<View['ports']>['skew'] | undefined): string {
  if (skew === undefined) return 'needs development ports'
  if (skew === null) return 'not measured yet'
  const source = skew.source === 'date' ? 'the Date of an answer' : 'the iat of a token'
  return `the server is ${spanOf(Math.abs(skew.ms))} ${skew.ms < 0 ? 'behind' : 'ahead'}, by ${source}`
}
