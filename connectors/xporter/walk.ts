import { incomplete } from '../http/failures.js'
import { keepUnique } from '../http/keep-unique.js'
import type { ReadEnd } from '../source.js'
import type { Ask } from './http/client.js'
import { readDatasets } from './payloads.js'
import type { Datasets, Pagination } from './payloads.js'
import type { Row } from './translate/row.js'

export interface WalkPlan {
  readonly endpoint: string
  readonly page: (number: number, size: number) => URL
  readonly rowsAPage: number
  /** What any server gives on a page if it is asked for more; one that gives less than it was asked for says so, or has no more. */
  readonly surely: number
  /** The dataset that is read, and those that come with it. */
  readonly primary: string
  readonly related?: readonly string[]
  /** What no two rows of the first may share. */
  readonly keyOf: (row: Row) => string
}

const MOST_PAGES = 2_000

/**
 * Every page of one list. Pages are counted by us: the source's own link leads one page too far, and anywhere else if it wants to. Whole is
 * a walk whose rows are as many as the source says, on as many pages, out of one copy of the MIS; whatever else happens was not whole.
 */
export async function* walkDatasets(ask: Ask, plan: WalkPlan): AsyncGenerator<Datasets, ReadEnd, void> {
  const names = [plan.primary, ...(plan.related ?? [])]
  const totals = new Map(names.map((name) => [name, 0]))
  const ids = new Set<string>()
  let first: Datasets | null = null
  for (let number = 1; number <= MOST_PAGES; number += 1) {
    const answer = readDatasets(
      await ask(plan.page(number, plan.rowsAPage), plan.endpoint),
      plan.endpoint,
      plan.primary,
    )
    first ??= answer
    keepSame(first.pagination, answer.pagination, number, plan)
    const sizes = names.map((name) => answer.rows(name).length)
    names.forEach((name, at) => totals.set(name, (totals.get(name) ?? 0) + (sizes[at] ?? 0)))
    keepUnique(answer.rows(plan.primary).map(plan.keyOf), ids, plan.endpoint)
    yield answer
    if (!hasMore(answer.pagination, sizes, number, plan)) {
      keepCount(first.pagination, [...totals.values()], plan)
      if (number > 1) await keepCopy(ask, first, plan)
      const ended = answer.pagination === null ? 'inferred' : 'counted'
      return { pages: number, records: ids.size, ended, lists: Object.fromEntries(totals) }
    }
  }
  throw incomplete(plan.endpoint, 'pages without end')
}

/**
 * Without a word about pages an answer is the last if it is shorter than the shortest that a page may be, or longer than was asked for: then it
 * was not cut at all. In between the next page has to show it. Datasets are cut by
 * one window, and the number of pages may be that of the first alone: a related one that still fills its page has more.
 */
function hasMore(said: Pagination | null, sizes: readonly number[], number: number, plan: WalkPlan) {
  const { endpoint, rowsAPage, surely } = plan
  if (said === null) return sizes.some((rows) => rows >= surely) && sizes.every((rows) => rows <= rowsAPage)
  if (number >= said.pagecount) return sizes.slice(1).includes(Math.max(1, said.pagesize))
  if (sizes.every((rows) => rows === 0)) throw incomplete(endpoint, 'an empty page that announces more')
  return true
}

function keepSame(first: Pagination | null, now: Pagination | null, number: number, { endpoint }: WalkPlan): void {
  if (now === null && first === null) return
  if (now === null || first === null) throw incomplete(endpoint, 'a page that does not say which it is')
  if (now.pagenumber !== number) throw incomplete(endpoint, 'another page than the one asked for')
  if (now.pagecount !== first.pagecount || now.rowcount !== first.rowcount)
    throw incomplete(endpoint, 'the number of rows changed while they were read')
}

/** The source's number is of the rows of the first dataset, or of the longest: its papers do not say. */
function keepCount(said: Pagination | null, totals: readonly number[], { endpoint }: WalkPlan): void {
  if (said === null || said.rowcount === totals[0] || said.rowcount === Math.max(...totals)) return
  throw incomplete(endpoint, `${totals[0] ?? 0} rows came of ${said.rowcount} announced`)
}

/** The copy may be made anew between two pages, with as many rows and other ones. */
async function keepCopy(ask: Ask, { madeAt }: Datasets, plan: WalkPlan): Promise<void> {
  if (madeAt === null) return
  const again = readDatasets(await ask(plan.page(1, 1), plan.endpoint), plan.endpoint, plan.primary)
  if (again.madeAt !== null && again.madeAt !== madeAt)
    throw incomplete(plan.endpoint, 'the source made its copy anew while it was read')
}
