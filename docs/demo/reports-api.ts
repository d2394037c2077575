import { type Exchange, json, type Route } from '../../test/backends/embedded'
import { FILES, REPORTS } from './paths'
import { type KeptReport, readReport } from './report'

/** How fast a file is taken, so that its progress can be watched. */
export const BYTES_PER_SECOND = 6_000_000

/** What the app's own API has: each user's reports, newest first, in memory, and files that it counts and forgets. */
export function createReportsApi(): Record<string, Route> {
  const kept = new Map<string, KeptReport[]>()

  function save(exchange: Exchange, author: string) {
    const report = readReport(parse(exchange.body))
    if (report === null) return json(400, { detail: 'A report needs a title.' })
    const executed = exchange.execute()
    const reports = kept.get(author) ?? []
    // What carries the same X-Request-Id is the same report, sent again.
    if (executed === 1) kept.set(author, [{ ...report, id: reports.length + 1 }, ...reports])
    return json(201, { user: author, executed })
  }

  return {
    [REPORTS]: {
      methods: ['GET', 'POST'],
      secured(exchange, { family }) {
        const { username } = family.account
        if (exchange.request.method === 'POST') return save(exchange, username)
        return json(200, { reports: kept.get(username) ?? [] })
      },
    },
    [FILES]: {
      methods: ['POST'],
      secured(exchange) {
        exchange.execute()
        return json(201, { length: exchange.body.length })
      },
    },
  }
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return null
  }
}
