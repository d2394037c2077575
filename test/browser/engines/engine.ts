/** A tab of a real browser, driven from outside. */
export interface Tab {
  /** Resolves when the page has loaded. */
  open(url: string): Promise<void>
  reload(): Promise<void>
  /**
   * Runs a function in the page, no method, which can use nothing from around it, and resolves with its answer as JSON; rejects when it
   * throws, or when the tab is closed first.
   */
  evaluate<Args extends unknown[], Answer>(
    run: (...args: Args) => Answer | PromiseLike<Answer>,
    ...args: Args
  ): Promise<Answer>
  /** As when the user looks at something else. */
  hide(): Promise<void>
  show(): Promise<void>
  /** As when the user closes it; once is enough. */
  close(): Promise<void>
}

/** A running browser with a profile of its own. */
export interface Engine {
  /** With its version. */
  readonly name: string
  openTab(): Promise<Tab>
  close(): Promise<void>
}
