import { useEffect, useState } from 'react'
import type { ControlState } from '../../../../test/backends/embedded'
import { breakages } from './breakages'
import { control } from './control'

interface TrayProps {
  /** Only those of that name. @default all */
  readonly only?: readonly string[]
}

/** Buttons that break both apps, each with what one should see. */
export function Tray({ only }: TrayProps) {
  const [state, setState] = useState<ControlState | null>(null)
  const [trouble, setTrouble] = useState('')
  const run = async (deed: () => Promise<ControlState>) => {
    try {
      setState(await deed())
      setTrouble('')
    } catch {
      setTrouble('The demo server does not answer. Does it still run?')
    }
  }
  useEffect(() => {
    control.state().then(setState, () => {})
  }, [])
  useEffect(() => {
    if (state?.up !== false) return
    addEventListener('beforeunload', control.mendOnLeave)
    return () => removeEventListener('beforeunload', control.mendOnLeave)
  }, [state?.up])
  return (
    <section className="tray" aria-labelledby="tray-title">
      <h2 id="tray-title">Break it</h2>
      <ul>
        {breakages
          .filter(({ name }) => only?.includes(name) ?? true)
          .map(({ name, see, isOn, run: deed }) => {
            const on = state && isOn(state)
            return (
              <li key={name}>
                <button
                  type="button"
                  disabled={state === null}
                  aria-pressed={on ?? undefined}
                  onClick={() => state && run(() => deed(state))}
                >
                  {name}
                  {on !== null && <span className="switch">{on ? 'on' : 'off'}</span>}
                </button>
                <p>{see}</p>
              </li>
            )
          })}
      </ul>
      <button type="button" onClick={() => run(control.mend)}>
        Mend everything
      </button>
      <p role="alert">{trouble}</p>
    </section>
  )
}
