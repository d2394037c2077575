import { act, fireEvent, render, screen } from '@testing-library/react'
import type { ReactNode } from 'react'
import type { SimulatedTime } from 'xstate-auth-session/testing'

/** What a user does with a page. */
export function openScreen(app: ReactNode, time: SimulatedTime) {
  const { container } = render(app)
  const settle = async () => {
    // Routers and queries wait for tasks and timers of 0 ms of the platform, and these for simulated time.
    for (let turn = 0; turn < 10; turn++) await act(async () => time.settle().then(nextTask))
  }
  return {
    settle,
    text: () => container.textContent,
    async click(name: string) {
      fireEvent.click(screen.getByRole('button', { name }))
      await settle()
    },
    async write(fields: Readonly<Record<string, string>>) {
      for (const [name, value] of Object.entries(fields)) {
        const field = screen.getByLabelText<HTMLInputElement>(name)
        fireEvent.change(field, { target: { value } })
      }
    },
  }
}

const nextTask = () => new Promise<void>((resolve) => setTimeout(resolve))
