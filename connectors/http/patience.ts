import type { Trouble } from './failures.js'
import { mayPass } from './failures.js'

const SECOND_MS = 1_000

// A throttling server may ask for an hour; a mistaken or hostile one must neither stop us for a day nor make us hammer it.
const SHORTEST_ASKED_MS = SECOND_MS
const LONGEST_ASKED_MS = 3_600 * SECOND_MS

// 1, 2, 4 … 64 s, then every minute or so until patience ends.
const LONGEST_DOUBLINGS = 6

// A cut answer is either a hiccup or a page that this server cannot deliver; three more tries tell them apart.
const TRIES_OF_CUT = 3

export interface Patience {
  /** How long to wait before asking again, or null to give up. `lostMs` is what this request has cost since it first failed. */
  readonly before: (trouble: Trouble, attempt: number, lostMs: number) => number | null
  /** Books what a request lost before it got through: patience is for all retries of a source together. */
  readonly spend: (lostMs: number) => void
}

export function patience(totalMs: number, firstWaitMs: number): Patience {
  let spentMs = 0
  return {
    before: (trouble, attempt, lostMs) => {
      if (!mayPass(trouble)) return null
      if (trouble.what === 'cut' && attempt >= TRIES_OF_CUT) return null
      const waitMs = askedFor(trouble) ?? backOff(attempt, firstWaitMs)
      return spentMs + lostMs + waitMs > totalMs ? null : waitMs
    },
    spend: (lostMs) => {
      spentMs += lostMs
    },
  }
}

/** Between half and the whole of the doubled wait, so that schools that failed together do not come back together. */
function backOff(attempt: number, firstWaitMs: number): number {
  const fullMs = firstWaitMs * 2 ** Math.min(attempt, LONGEST_DOUBLINGS)
  return fullMs / 2 + Math.random() * (fullMs / 2)
}

function askedFor(trouble: Trouble): number | null {
  if (trouble.what !== 'status' || trouble.retryAfter === null) return null
  const askedMs = retryAfterMs(trouble.retryAfter, Date.now())
  return askedMs === null ? null : Math.min(Math.max(askedMs, SHORTEST_ASKED_MS), LONGEST_ASKED_MS)
}

/** Retry-After is either whole seconds or an HTTP date (RFC 9110, 10.2.3). */
export function retryAfterMs(header: string, nowMs: number): number | null {
  const text = header.trim()
  if (/^\d{1,10}$/.test(text)) return Number(text) * SECOND_MS
  // Date.parse is generous enough to read "-5" as a year; an HTTP date always begins with a weekday.
  const at = /^[A-Z][a-z]{2,8}, /.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? null : at - nowMs
}
