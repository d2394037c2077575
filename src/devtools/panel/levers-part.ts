import type { DevelopmentControl } from '../control'
import { make, setAttributes, setText } from './make'
import type { Part, View } from './view'

const TEN_MINUTES = 600_000

const LINE = 'createAuthSession({ backend, ...developmentPorts({ storage }) })'

interface Lever {
  readonly name: string
  readonly what: string
  /** Whether it stays pulled; `undefined`: it acts once. */
  readonly isOn?: (view: Live) => boolean
  /** Why it can't be pulled now. */
  readonly against?: (view: Live) => string | null
  readonly pull: (control: DevelopmentControl, view: Live) => void
}

type Live = View & { readonly ports: NonNullable<View['ports']> }

const loggedIn = ({ snapshot }: Live) => (snapshot?.loggedIn ? null : 'nobody is logged in')

export const LEVERS: readonly Lever[] = [
  {
    name: 'Let the token run out',
    what: 'Moves this tab’s clock to the end of the token and wakes the session.',
    against: (view) => loggedIn(view) ?? (view.snapshot?.expiresAt === null ? 'its end is not known' : null),
    pull: ({ levers }) => levers.lapse(),
  },
  {
    name: '401 next',
    what: 'The next request with a token is answered by a 401, and never leaves.',
    isOn: ({ ports }) => ports.refusesNext,
    against: loggedIn,
    pull: ({ levers }) => levers.refuseNext(),
  },
  {
    name: 'Renewal unreachable',
    what: 'Renewals fail as on a dropped connection, and never leave.',
    isOn: ({ ports }) => ports.renewals === 'unreachable',
    pull: ({ levers }, { ports }) => levers.setRenewals(ports.renewals === 'unreachable' ? 'pass' : 'unreachable'),
  },
  {
    name: 'Renewal rejected',
    what: 'Renewals are answered by the backend’s own final no, and never leave.',
    isOn: ({ ports }) => ports.renewals === 'rejected',
    pull: ({ levers }, { ports }) => levers.setRenewals(ports.renewals === 'rejected' ? 'pass' : 'rejected'),
  },
  {
    name: 'Offline',
    what: 'Nothing of this session leaves, and its lifecycle says so.',
    isOn: ({ ports }) => ports.offline,
    pull: ({ levers }, { ports }) => levers.setOffline(!ports.offline),
  },
  {
    name: 'Sleep 10 minutes',
    what: 'Moves this tab’s clock on by 10 minutes, while its timers slept, and wakes the session.',
    pull: ({ levers }) => levers.sleep(TEN_MINUTES),
  },
  {
    name: 'A sibling logs out',
    what: 'Buries the login in the shared store and tells every tab to look, as another tab’s logout does.',
    against: (view) =>
      loggedIn(view) ?? (view.ports.hasSharedStore ? null : 'developmentPorts was given no storage that tabs share'),
    pull: ({ levers }) => void levers.logOutElsewhere(),
  },
]

/** What can be done to the session, through its ports alone. */
export function createLeversPart(say: (text: string) => void): Part {
  let present: View | null = null
  const why = make('p', { class: 'headline' })
  const line = make('pre', { tabindex: 0 }, LINE)
  const rows = LEVERS.map((lever) => {
    const button = make('button', { type: 'button' }, lever.name)
    const note = make('span', { class: 'note' }, lever.what)
    button.addEventListener('click', () => {
      if (!present?.ports || !present.control || button.getAttribute('aria-disabled') === 'true') return
      lever.pull(present.control, present as Live)
      say(`${lever.name}: done`)
    })
    return { lever, button, note, element: make('li', {}, button, note) }
  })

  return {
    element: make(
      'div',
      { class: 'levers part' },
      why,
      line,
      make('ul', { class: 'lever-list' }, ...rows.map(({ element }) => element)),
    ),
    show(view) {
      present = view
      const { ports, position, file } = view
      const obstacle =
        ports === null
          ? 'This session was created without development ports, so nothing can be done to it. Add them where it is created:'
          : position !== null || file !== null
            ? 'Levers act on the present alone: go back to it first.'
            : null
      why.hidden = obstacle === null
      line.hidden = ports !== null
      setText(why, obstacle ?? '')
      for (const { lever, button, note } of rows) {
        const against = obstacle ?? lever.against?.(view as Live) ?? null
        setAttributes(button, {
          'aria-disabled': String(against !== null),
          'aria-pressed': lever.isOn ? String(ports !== null && lever.isOn(view as Live)) : null,
        })
        setText(note, against === null || against === obstacle ? lever.what : `Not now: ${against}.`)
      }
    },
  }
}
