import type { InspectionEvent } from 'xstate'

/** Writes a line for each transition. */
export function createLogInspector(write: (line: string) => void = console.log): (event: InspectionEvent) => void {
  return (event) => {
    if (event.type === '@xstate.snapshot') write(event.event.type)
  }
}
