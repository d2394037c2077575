/** Requests that were made together, or one of the session's own. */
export interface Batch {
  readonly label: string
  readonly own: boolean
  /** ms since the epoch */
  readonly startedAt: number
  readonly total: number
  /** How many have left at least once. */
  sent: number
  /** How many had to wait for a token. */
  waited: number
  /** How many have left again after a 401. */
  replayed: number
  /** How many came to which end: a status, or the code of an error. */
  readonly outcomes: Map<string, number>
  /** ms from the first to the last; `null` while some are open. */
  took: number | null
}

/** What the page sees of its requests: between the caller and the session, and between the session and the wire. */
export interface Traffic {
  /** The transport to give to the session. */
  readonly transport: typeof globalThis.fetch
  open(label: string, total: number): Batch
  /** Makes one request of a batch; `send` adds the headers to it. Never rejects. */
  follow(batch: Batch, send: (headers: Record<string, string>) => Promise<Response>): Promise<void>
}

interface Followed {
  readonly batch: Batch
  departures: number
  waited: boolean
  settled: boolean
}

const ID = 'X-Request-Id'

/** `onChange` hears of each batch whenever something about it has changed. */
export function createTraffic(onChange: (batch: Batch) => void): Traffic {
  const followed = new Map<string, Followed>()

  function open(label: string, total: number, own = false): Batch {
    const outcomes = new Map<string, number>()
    const startedAt = Date.now()
    const batch: Batch = { label, own, startedAt, total, sent: 0, waited: 0, replayed: 0, outcomes, took: null }
    onChange(batch)
    return batch
  }

  function close(batch: Batch, outcome: string): void {
    batch.outcomes.set(outcome, (batch.outcomes.get(outcome) ?? 0) + 1)
    const ended = [...batch.outcomes.values()].reduce((sum, count) => sum + count, 0)
    if (ended === batch.total) batch.took = Date.now() - batch.startedAt
    onChange(batch)
  }

  function depart(request: Followed): void {
    request.departures += 1
    if (request.departures === 1) request.batch.sent += 1
    if (request.departures === 2) request.batch.replayed += 1
    onChange(request.batch)
  }

  /** Whatever has not left again by now is being kept back. */
  function waitsUnless(request: Followed, departures: number): void {
    if (request.departures > departures || request.settled || request.waited) return
    request.waited = true
    request.batch.waited += 1
    onChange(request.batch)
  }

  async function sendOwn(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const batch = open(`${init?.method ?? 'GET'} ${pathOf(input)}`, 1, true)
    batch.sent = 1
    try {
      const response = await fetch(input, init)
      close(batch, String(response.status))
      return response
    } catch (error) {
      close(batch, 'no answer')
      throw error
    }
  }

  return {
    open,
    async transport(input, init) {
      const request = followed.get(new Headers(init?.headers).get(ID) ?? '')
      if (request === undefined) return sendOwn(input, init)
      depart(request)
      const { departures } = request
      const response = await fetch(input, init)
      if (response.status === 401) setTimeout(() => waitsUnless(request, departures))
      return response
    },
    async follow(batch, send) {
      const id = crypto.randomUUID()
      const request = { batch, departures: 0, waited: false, settled: false }
      followed.set(id, request)
      const answer = send({ [ID]: id })
      waitsUnless(request, 0)
      const outcome = await answer.then(({ status }) => String(status), codeOf)
      request.settled = true
      followed.delete(id)
      close(batch, outcome)
    },
  }
}

/** `100 × 200`, or `3 × 200, 1 × logged_out`, or of a single request `200`. */
export function summarise({ outcomes, total }: Batch): string {
  return [...outcomes].map(([outcome, count]) => (total === 1 ? outcome : `${count} × ${outcome}`)).join(', ')
}

const pathOf = (input: RequestInfo | URL): string =>
  new URL(input instanceof Request ? input.url : input, location.href).pathname

const codeOf = (error: unknown): string => {
  const { code } = Object(error) as { code?: string }
  return typeof code === 'string' ? code : 'no answer'
}
