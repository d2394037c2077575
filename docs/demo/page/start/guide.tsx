import type { ReactNode } from 'react'

interface GuideStep {
  readonly title: string
  readonly text: string
  readonly button: string
  readonly run: () => void
}

interface GuideProps {
  readonly steps: readonly GuideStep[]
  /** Counted from 1; beyond the last: all are done. */
  readonly next: number
  readonly children: ReactNode
}

/** A walk of a few steps, each with one button; the next one stands out. */
export function Guide({ steps, next, children }: GuideProps) {
  return (
    <section className="guide" aria-labelledby="guide-title">
      <h2 id="guide-title">See it in three steps</h2>
      <ol>
        {steps.map(({ title, text, button, run }, index) => (
          <li key={title} aria-current={index + 1 === next ? 'step' : undefined}>
            <h3>
              <span className="number" aria-hidden="true">
                {index + 1 < next ? '✓' : index + 1}
              </span>
              {title}
            </h3>
            <p>{text}</p>
            <button type="button" className={index + 1 === next ? 'main' : ''} onClick={run}>
              {button}
            </button>
          </li>
        ))}
      </ol>
      {children}
    </section>
  )
}
