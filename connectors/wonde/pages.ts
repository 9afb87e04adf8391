import { setImmediate as turnOfTheLoop } from 'node:timers/promises'

import type { ListEnd } from '../source.js'
import { incomplete } from '../http/failures.js'
import { keepUnique } from '../http/keep-unique.js'
import type { Pagination } from './payloads.js'
import { readPage } from './payloads.js'
import type { Block } from '../block.js'
import { blockOf } from '../block.js'
import { idOf } from './translate/block.js'
import type { Ask } from './client.js'

export interface WalkPlan {
  /** What failures may call this walk: the last word of its path. */
  readonly endpoint: string
  readonly first: URL
  readonly rowsAPage: number
  /** What no two rows may share; their id unless the list is one of events. */
  readonly keyOf?: (row: Block) => string
}

// A school of 5,000 pupils has 25 pages, or 100 of the smallest that Wonde is known to send.
const MOST_PAGES = 4_000

/**
 * Every page of one list, in order. The next page is asked for before this one is handed out, so that the source works while we do; still
 * one at a time. Ends only where the source itself said that there is no more; whatever else happens is a walk that was not whole.
 */
export async function* walkPages<T>(
  ask: Ask,
  plan: WalkPlan,
  translate: (row: Block) => T,
): AsyncGenerator<readonly T[], ListEnd, void> {
  // A walk that its reader gives up must not leave a request running behind it.
  const givenUp = new AbortController()
  const askFor = (url: URL) => askAhead(ask, url, plan.endpoint, givenUp.signal)
  const ids = new Set<string>()
  const asked = new Set<string>([plan.first.href])
  let pages = 0
  let coming = askFor(plan.first)
  try {
    for (;;) {
      const body = readPage(await coming.body, plan.endpoint)
      pages += 1
      const rows = body.data.map((row, index) => blockOf(row, `${plan.endpoint}[${ids.size + index}]`))
      const pagination = body.meta?.pagination
      const next = nextOf(pagination, rows.length, plan)
      keepUnique(rows.map(plan.keyOf ?? idOf), ids, plan.endpoint)
      if (next !== null) {
        keepMoving(next, asked, plan.endpoint)
        coming = askFor(next)
        await coming.left
      }
      yield rows.map(translate)
      if (next === null) return { pages, records: ids.size, ended: pagination ? 'said' : 'inferred' }
    }
  } finally {
    givenUp.abort()
  }
}

/** Asks, and tells when the request is on its way: translating and comparing block the loop, and would keep it back until they are done. */
function askAhead(ask: Ask, url: URL, endpoint: string, stop: AbortSignal) {
  let depart: () => void = () => undefined
  const departed = new Promise<void>((resolve) => (depart = resolve))
  const body = ask(url, endpoint, { stop, left: depart })
  // Whoever walks awaits the body, or leaves: then its failure is nobody's. One that failed before it left keeps nobody waiting.
  body.catch(depart)
  return { body, left: departed.then(() => turnOfTheLoop()) }
}

/** Null on the last page. A list without pagination is taken for whole only if it is shorter than a page. */
function nextOf(pagination: Pagination | null | undefined, rows: number, plan: WalkPlan): URL | null {
  const { endpoint } = plan
  if (!pagination) {
    if (rows < plan.rowsAPage) return null
    throw incomplete(endpoint, 'a full page that does not say whether there are more')
  }
  if (pagination.more === false) return null
  const next = pagination.next ?? ''
  if (next === '') {
    if (pagination.more === true) throw incomplete(endpoint, 'more pages announced, but no next one given')
    return null
  }
  if (rows === 0) throw incomplete(endpoint, 'an empty page that announces more')
  return trusted(next, plan)
}

/** The bearer goes with every request, so `next` is followed, as it stands, only on this list of this school on its own host. */
function trusted(next: string, { first, endpoint }: WalkPlan): URL {
  const url = URL.canParse(next) ? new URL(next) : null
  if (url?.origin !== first.origin || url.username !== '' || url.password !== '') {
    throw incomplete(endpoint, 'the next page lies on another host')
  }
  if (bare(url.pathname) !== bare(first.pathname)) throw incomplete(endpoint, 'the next page lies on another path')
  return url
}

const bare = (path: string) => path.replace(/\/$/, '')

/** A source that sends us round in circles, or on for ever, will never be read whole. */
function keepMoving(next: URL, asked: Set<string>, endpoint: string): void {
  if (asked.has(next.href)) throw incomplete(endpoint, 'a page points back to one already read')
  if (asked.size >= MOST_PAGES) throw incomplete(endpoint, 'pages without end')
  asked.add(next.href)
}
