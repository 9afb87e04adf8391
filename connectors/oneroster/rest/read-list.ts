import { isStatus } from '../../http/failures.js'
import type { FeedEnd, ListName, ListPlan } from '../feed.js'
import { ofSchool } from '../of-school.js'
import type { Block } from '../../block.js'
import { walkPages } from './pages.js'
import type { Ask } from './rest-client.js'
import { queriesOf, routes } from './routes.js'

/** A provider's service, and whose rosters are read there. */
export interface Service {
  readonly ask: Ask
  readonly address: (path: string) => URL
  readonly schoolId: string
  readonly version: '1.1' | '1.2'
  readonly rowsAPage: number
}

export type Pages = AsyncGenerator<readonly Block[], FeedEnd, void>

/** One list whole, below the school or of everybody; of the rows only those that are meant. */
export async function* readList(service: Service, name: ListName, plan: ListPlan, below: boolean): Pages {
  const route = routes[name]
  const { schoolId, version } = service
  const path = below ? `schools/${encodeURIComponent(schoolId)}/${route.nested ?? route.base}` : route.base
  const walks = queriesOf(route, below, plan, version).map((query) =>
    walkList(service, name, path, route.envelope, query),
  )
  const { pages, first } = await begin(walks, name)
  let step = first
  for (; !step.done; step = await pages.next()) yield ofSchool(name, step.value, schoolId, below)
  return step.value
}

/** Every page of a list, as it comes. */
export function walkList(
  { ask, address, rowsAPage }: Service,
  endpoint: string,
  path: string,
  envelope: string,
  query: Readonly<Record<string, string>>,
): Pages {
  const first = address(path)
  for (const [key, value] of Object.entries({ limit: String(rowsAPage), offset: '0', ...query }))
    first.searchParams.set(key, value)
  return walkPages(ask, { endpoint, envelope, first, rowsAPage })
}

interface Begun {
  readonly pages: Pages
  readonly first: IteratorResult<readonly Block[], FeedEnd>
}

/** The first walk whose question is understood. */
async function begin([pages, ...simpler]: readonly Pages[], name: ListName): Promise<Begun> {
  if (!pages) throw new Error('A list was to be asked for in no way at all.')
  try {
    return { pages, first: await pages.next() }
  } catch (failure) {
    const misunderstood = isStatus(failure, 400, name) || isStatus(failure, 422, name)
    if (!misunderstood || simpler.length === 0) throw failure
    return begin(simpler, name)
  }
}
