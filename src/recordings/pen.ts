import type { LifeStep } from './life'
import { timeOfDay } from './moments'

/** Draws the lines of one step. */
export type Pen = ReturnType<typeof createPen>

/** `giver`: the tab whose fact the step takes from the store; `null` where none recorded it. */
export function createPen({ at, tab }: LifeStep, giver: string | null) {
  const own = participant(tab)
  const line = (arrow: string, text: string) => `${arrow}: ${timeOfDay(at)} ${plain(text)}`
  return {
    note: (text: string) => line(`Note over ${own}`, text),
    user: (text: string) => line(`User->>${own}`, text),
    ask: (text: string) => line(`${own}->>Server`, text),
    answer: (text: string) => line(`Server-->>${own}`, text),
    lost: (text: string) => line(`Server--x${own}`, text),
    take: (text: string) =>
      giver ? line(`${participant(giver)}-->>${own}`, text) : line(`Note over ${own}`, `finds ${text} in the store`),
  }
}

/** As arrows name a tab. */
export const participant = (tab: string): string => tab.replace('tab ', 'Tab')

/** Without what Mermaid, or a terminal, would take for a command. */
function plain(text: string): string {
  return text.replace(/[\s\p{C};#<>"]+/gu, ' ').slice(0, 200)
}
