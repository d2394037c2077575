import { type AnyMachineSnapshot, type AnyStateMachine, initialTransition, transition } from 'xstate'
import { edgesOf, edgeTaken } from './edges'
import { type Ground, type Path, pathsOver } from './paths'
import { type PlayedStep, replay, type Stage, type Step } from './replay'
import { eventName } from './xstate-events'

/** What must hold after every step, as a sentence; false where it doesn't. */
export type Invariants = Readonly<Record<string, (step: Step) => boolean>>

/** Every path through a machine, with what its real actor did on it. */
export async function walk<TMachine extends AnyStateMachine>(ground: Ground<TMachine> & Stage<TMachine>) {
  const paths = pathsOver(ground)
  const trails: { path: Path; steps: readonly PlayedStep[] }[] = []
  for (const path of paths) trails.push({ path, steps: await replay(ground, path) })
  const steps = trails.flatMap((trail) => trail.steps)
  const taken = new Set(steps.flatMap(({ edges }) => edges))

  return {
    paths,
    steps,
    edges: edgesOf(ground.machine),
    notTaken: edgesOf(ground.machine).filter((edge) => !taken.has(edge)),
    /** The places where the actor left the chart: another edge, state, tag or fact than the chart says. */
    strayed: trails.flatMap(({ path, steps }) => {
      const expected = modelOf(ground, path)
      return steps.flatMap((step, index) => {
        const { edge, after } = expected[index]!
        const same = step.edges.at(-1) === edge && visible(step.after) === visible(after)
        return same ? [] : [`${told(path, index)} took ${step.edges}, not ${edge}`]
      })
    }),
    /** The places where a sentence did not hold. */
    broken: (holds: Invariants[string]) =>
      trails.flatMap(({ path, steps }) =>
        steps.flatMap((step, index) =>
          holds(step) ? [] : [`${told(path, index)} in ${JSON.stringify(step.after.value)}`],
        ),
      ),
  }
}

function modelOf<TMachine extends AnyStateMachine>({ machine, input }: Stage<TMachine>, path: Path) {
  let [snapshot] = initialTransition(machine as AnyStateMachine, input) as [AnyMachineSnapshot, unknown]
  return path.map((event) => {
    const edge = edgeTaken(snapshot, event)
    snapshot = transition(machine as AnyStateMachine, snapshot, event)[0] as AnyMachineSnapshot
    return { edge, after: snapshot }
  })
}

function visible({ status, value, tags, context, output }: AnyMachineSnapshot): string {
  return JSON.stringify({ status, value, tags: [...tags], context, output })
}

function told(path: Path, index: number): string {
  return path
    .slice(0, index + 1)
    .map(({ type }) => eventName(type))
    .join(' → ')
}
