import type { ControlState } from '../../../../test/backends/embedded'
import { control } from './control'

/** One way to break both apps. */
export interface Breakage {
  readonly name: string
  /** What you should see. */
  readonly see: string
  /** Whether it is on at present; `null` where it happens once. */
  isOn(state: ControlState): boolean | null
  /** Switches it on or off, or lets it happen. */
  run(state: ControlState): Promise<ControlState>
}

const TEN_MINUTES = 600_000

export const breakages: readonly Breakage[] = [
  {
    name: 'Short tokens',
    see: 'From the next token on, each lives 4 s: you go on working, and it is renewed before it ends.',
    isOn: ({ conditions }) => conditions.accessLifetime === 4,
    run: ({ conditions, usual }) =>
      control.become({ accessLifetime: conditions.accessLifetime === 4 ? usual.accessLifetime : 4 }),
  },
  {
    name: 'Revoke the token',
    see: 'Nothing to see: the next request is refused, gets a new token, and is sent again.',
    isOn: () => null,
    run: control.revokeAccess,
  },
  {
    name: 'End the logins',
    see: 'Save: here a dialog asks you to log in again and your text is sent; by hand the form is gone.',
    isOn: () => null,
    run: control.endLogins,
  },
  {
    name: 'Busy server',
    see: 'Revoke the token, then save: here it waits until you switch this off; by hand you are thrown out.',
    isOn: ({ conditions }) => conditions.busy,
    run: ({ conditions }) => control.become({ busy: !conditions.busy }),
  },
  {
    name: 'Flaky network',
    see: 'Every other request is lost and says so; a lost renewal is tried again here, and ends the login by hand.',
    isOn: ({ conditions }) => conditions.lossy,
    run: ({ conditions }) => control.become({ lossy: !conditions.lossy }),
  },
  {
    name: 'Slow server',
    see: 'Everything takes 3 s longer, and nothing is asked for twice.',
    isOn: ({ conditions }) => conditions.delayMs > 0,
    run: ({ conditions }) => control.become({ delayMs: conditions.delayMs > 0 ? 0 : 3_000 }),
  },
  {
    name: 'No network',
    see: 'When the token has ended, what you do waits, and goes on when you switch this off.',
    isOn: ({ up }) => !up,
    run: ({ up }) => control.network(!up),
  },
  {
    name: 'Wrong clock',
    see: 'The server is 10 min ahead of this device: one renewal, and it goes on by the server’s clock.',
    isOn: ({ conditions }) => conditions.skewMs !== 0,
    run: ({ conditions }) => control.become({ skewMs: conditions.skewMs === 0 ? TEN_MINUTES : 0 }),
  },
  {
    name: 'Strict rotation',
    see: 'A renewal that is sent twice ends the login: here each is sent once, in as many tabs as you like.',
    isOn: ({ conditions }) => conditions.strict,
    run: ({ conditions }) => control.become({ strict: !conditions.strict }),
  },
]
