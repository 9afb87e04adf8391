import { changedShape, incomplete } from '../../http/failures.js'
import { keepUnique } from '../../http/keep-unique.js'
import type { Ending } from '../../source.js'
import type { FeedEnd } from '../feed.js'
import type { Block } from '../../block.js'
import { blockOf, isRow } from '../../block.js'
import { idOf } from '../translate/block.js'
import type { Paging } from './links.js'
import { pagingOf, trusted } from './links.js'
import type { Ask } from './rest-client.js'

export interface PagePlan {
  /** What failures may call this walk. */
  readonly endpoint: string
  readonly envelope: string
  readonly first: URL
  readonly rowsAPage: number
}

// Enrolments of a school of 5,000 are some 60,000: 120 pages, or 1,200 of a provider that gives fifty at a time.
const MOST_PAGES = 4_000

/**
 * Every page of one list, in order. Providers tell of further pages by a link, by a total, by both or not at all: then the list is over with
 * the first page that is empty. Whatever contradicts itself was not whole.
 */
export async function* walkPages(ask: Ask, plan: PagePlan): AsyncGenerator<readonly Block[], FeedEnd, void> {
  const { endpoint } = plan
  const ids = new Set<string>()
  let total: number | null = null
  let url = plan.first
  for (let pages = 1; pages <= MOST_PAGES; pages += 1) {
    let paging: Paging = { total: null, next: undefined }
    const body = await ask(url, endpoint, (headers) => (paging = pagingOf(headers)))
    const rows = rowsIn(body, plan).map((row, index) => blockOf(row, `${endpoint}[${ids.size + index}]`))
    if (pages === 2 && isSilent(paging) && repeats(rows, ids) && (await ignoresLimits(ask, plan, rows.length)))
      return { pages: 1, ended: 'inferred' }
    keepUnique(rows.map(idOf), ids, endpoint)
    if (pages > 1 && paging.total !== total) throw incomplete(endpoint, 'the number of records changed during the read')
    total = paging.total
    yield rows
    const next = nextOf(paging, rows.length, ids.size, { ...plan, url, pages })
    if (next === null) return { pages, ended: endingOf(paging, rows.length) }
    url = next
  }
  throw incomplete(endpoint, 'pages without end')
}

/** Under its own key; some name a list by its path. What stands beside it are remarks. */
function rowsIn(body: unknown, { envelope, endpoint }: PagePlan): readonly unknown[] {
  if (!isRow(body)) throw changedShape(endpoint, 'not_an_object')
  const rows = body[envelope] ?? body[endpoint]
  if (!Array.isArray(rows)) throw changedShape(`${endpoint}.${envelope}`, 'not_a_list')
  return rows
}

interface Standing extends PagePlan {
  readonly url: URL
  readonly pages: number
}

function nextOf({ total, next }: Paging, rows: number, received: number, standing: Standing): URL | null {
  const { endpoint, url, pages, rowsAPage } = standing
  if (total !== null && received > total) throw incomplete(endpoint, 'more records came than there are')
  if (total !== null && received === total) return null
  if (total === null && next === null) return null
  // More than was asked for: whoever sends that does not page, and this is all of it.
  if (total === null && next === undefined && (rows === 0 || (pages === 1 && rows > rowsAPage))) return null
  if (rows === 0) throw incomplete(endpoint, 'an empty page before the end')
  if (next === null) throw incomplete(endpoint, 'more records announced, but no next page given')
  return next === undefined ? after(url, received) : trusted(next, url, endpoint)
}

/** An empty page that was asked for says that there is no more; a page that is longer than was asked for only lets it be supposed. */
function endingOf({ total, next }: Paging, rows: number): Ending {
  if (total !== null) return 'counted'
  return next === null || rows === 0 ? 'said' : 'inferred'
}

const isSilent = ({ total, next }: Paging) => total === null && next === undefined

/** The second page has exactly the rows of the first. */
function repeats(rows: readonly Block[], ids: ReadonlySet<string>): boolean {
  return rows.length === ids.size && rows.every((row) => ids.has(idOf(row)))
}

/** Whoever is asked for one row and sends as many as before heeds no limit: then the first page was all there is. */
async function ignoresLimits(ask: Ask, plan: PagePlan, rows: number): Promise<boolean> {
  const one = new URL(plan.first)
  one.searchParams.set('limit', '1')
  return rows > 1 && rowsIn(await ask(one, plan.endpoint), plan).length === rows
}

/** By what came and not by what was asked for: some give fewer. */
function after(url: URL, received: number): URL {
  const next = new URL(url)
  next.searchParams.set('offset', String(received))
  return next
}
