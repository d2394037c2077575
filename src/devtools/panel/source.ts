import type { AnyMachineSnapshot } from 'xstate'
import type { SessionContext } from '../../../machines'
import type { AuthSession } from '../../auth-session'
import { type Clock, nextFrame, systemClock } from '../../platform/clock'
import { readRecordings } from '../../recordings/read-recordings'
import { RecordingError } from '../../recordings/recording-error'
import type { RecordedState, RecordedStates, Recording } from '../../timeline'
import { controlOf } from '../control'
import { arrivalOf, lastLed, statesTold } from './past'
import type { Actions, View } from './view'
import { startWalk, type Walk } from './walk'

/** How often the countdown moves, and tabs are asked for; ms. */
const TICK = 1_000
const ROLL = 5

/** Computes what the panel shows from a session, or from a recording that was dropped, and tells when it is another. */
export function createSource(session: AuthSession, show: (view: View) => void, say: (text: string) => void) {
  const clock: Clock = systemClock()
  const control = controlOf(session) ?? null
  const undo: (() => void)[] = []
  let file: { readonly name: string; readonly recording: Recording } | null = null
  /** The session's recording as it was when it was stopped at. */
  let frozen: Recording | null = null
  let position: number | null = null
  let isPaused = false
  let walk: Walk | null = null
  let explained: string | null = null
  let cancelFrame: (() => void) | null = null
  let cancelTick = () => {}
  let isOver = false

  const later = (run: () => void) => {
    const timer = clock.setTimeout(run, 0)
    return () => clock.clearTimeout(timer)
  }
  const change = () => {
    if (isOver) return
    cancelFrame ??= nextFrame(() => {
      cancelFrame = null
      show(view())
    })
  }
  const beginWalk = (recording: Recording) => {
    walk?.stop()
    walk = startWalk(recording, { monotonic: clock.monotonic, later, onProgress: change })
  }
  const endWalk = () => {
    walk?.stop()
    walk = null
  }

  const present = (): RecordedStates => {
    const state = session.actor.getSnapshot()
    const renewal = state.children.renewal?.getSnapshot() as AnyMachineSnapshot | undefined
    return { session: recorded(state), renewal: renewal?.status === 'active' ? recorded(renewal) : null }
  }

  const view = (): View => {
    const recording = file?.recording ?? frozen ?? session.timeline()
    const at = position ?? recording.events.length - 1
    const isPresent = file === null && frozen === null
    const states = isPresent ? present() : (walk?.statesAt(at) ?? statesTold(recording, at))
    const context = states.session?.context as SessionContext | null | undefined
    const now = isPresent ? (control?.now() ?? clock.now()) : recording.startedAt + (recording.events[at]?.at ?? 0)
    return {
      now,
      position: isPresent ? null : at,
      recording,
      file: file?.name ?? null,
      states,
      last: {
        session: lastLed(recording, at, 'session'),
        renewal: states.renewal ? lastLed(recording, at, 'renewal') : null,
      },
      tokenSince: arrivalOf(recording, at, context?.stamp ?? null) ?? (context?.armedAt || null),
      snapshot: file ? null : session.getSnapshot(),
      control: file ? null : control,
      ports: file ? null : (control?.state() ?? null),
      sentence: isPresent ? explained : (walk?.sentence() ?? null),
      isPaused,
    }
  }

  const actions: Actions = {
    say,
    goTo(next) {
      const wasPresent = file === null && frozen === null
      position = next
      if (file === null && next !== null && wasPresent) {
        frozen = session.timeline()
        beginWalk(frozen)
      }
      if (file === null && next === null && !isPaused) {
        frozen = null
        endWalk()
      }
      change()
    },
    pause(value) {
      isPaused = value
      if (file === null) {
        frozen = value ? session.timeline() : null
        position = null
        if (frozen) beginWalk(frozen)
        else endWalk()
      }
      change()
    },
    open(given) {
      given.text().then(
        (text) => {
          if (isOver) return
          undo.push(
            later(() => {
              try {
                const [recording] = readRecordings(text)
                if (!recording) return
                file = { name: given.name, recording }
                position = null
                beginWalk(recording)
                say(`${given.name}: ${recording.events.length} events`)
              } catch (error) {
                say(
                  `${given.name} can’t be read: ${error instanceof RecordingError ? error.message : 'it is no recording'}`,
                )
              }
              change()
            }),
          )
        },
        () => say(`${given.name} can’t be read`),
      )
    },
    closeFile() {
      file = null
      position = null
      endWalk()
      frozen = null
      isPaused = false
      change()
    },
    explain() {
      const once = startWalk(session.timeline(), {
        monotonic: clock.monotonic,
        later,
        onProgress() {
          explained = once.sentence()
          if (explained !== null) {
            say(explained)
            change()
          }
        },
      })
      undo.push(once.stop)
    },
  }

  let ticks = 0
  const tick = () => {
    const timer = clock.setTimeout(() => {
      if (++ticks % ROLL === 0) control?.callRoll()
      change()
      tick()
    }, TICK)
    cancelTick = () => clock.clearTimeout(timer)
  }
  const subscription = session.actor.subscribe(change)
  undo.push(() => subscription.unsubscribe())
  if (control) undo.push(control.subscribe(change))
  control?.callRoll()
  tick()
  change()

  return {
    actions,
    stop(): void {
      isOver = true
      cancelTick()
      cancelFrame?.()
      endWalk()
      for (const run of undo) run()
    },
  }
}

function recorded({ value, context }: Pick<AnyMachineSnapshot, 'value' | 'context'>): RecordedState {
  return { value, context }
}
