import { isStatus } from '../../http/failures.js'
import type { SourceManners } from '../../source.js'
import { permissionsOf } from '../carried.js'
import type { Feed, ListName, ListPlan } from '../feed.js'
import { ofSchool } from '../of-school.js'
import type { OneRosterOptions } from '../options.js'
import type { OneRosterBinding, OneRosterSecret } from '../settings.js'
import type { Block } from '../translate/block.js'
import { meetSchool } from './meet-school.js'
import { walkPages } from './pages.js'
import { restClient } from './rest-client.js'
import { queriesOf, routes } from './routes.js'
import { reachesDemographics } from './token.js'

// Some give everything where they are not told a limit, so it is always told; few take offence at five hundred.
const ROWS_A_PAGE = 500

/** A provider's rostering service. */
export function restFeed(
  binding: OneRosterBinding,
  secret: OneRosterSecret,
  manners: SourceManners,
  options: OneRosterOptions,
): Feed {
  const { ask, token } = restClient(binding, secret, manners, options)
  const { schoolId, version } = binding
  const address = (path: string) => new URL(`${binding.baseUrl.replace(/\/+$/, '')}/${path}`)
  const rowsAPage = options.rowsAPage ?? ROWS_A_PAGE
  // Xporter has no paths below a school: once one is missing, none is asked for again.
  let below = true

  const walk = (endpoint: string, path: string, envelope: string, query: Readonly<Record<string, string>>) => {
    const first = address(path)
    for (const [key, value] of Object.entries({ limit: String(rowsAPage), offset: '0', ...query }))
      first.searchParams.set(key, value)
    return walkPages(ask, { endpoint, envelope, first, rowsAPage })
  }

  async function* listAt(name: ListName, plan: ListPlan, nested: boolean) {
    const route = routes[name]
    const path = nested ? `schools/${encodeURIComponent(schoolId)}/${route.nested ?? route.base}` : route.base
    const walks = queriesOf(route, nested, plan, version).map((query) => walk(name, path, route.envelope, query))
    const { pages, first } = await begin(walks, name)
    const mine = (rows: readonly Block[]) => ofSchool(name, rows, schoolId, nested)
    if (first.done) return first.value
    yield mine(first.value)
    let step = await pages.next()
    for (; !step.done; step = await pages.next()) yield mine(step.value)
    return step.value
  }

  async function* list(name: ListName, plan: ListPlan): AsyncGenerator<readonly Block[], number, void> {
    if (below && routes[name].nested !== null) {
      try {
        return yield* listAt(name, plan, true)
      } catch (failure) {
        if (!isStatus(failure, 404, name)) throw failure
        below = false
      }
    }
    return yield* listAt(name, plan, false)
  }

  return {
    school: () => meetSchool(ask, address, schoolId, () => walk('orgs', 'orgs', 'orgs', {})),
    permissions: async () => {
      const { scopes } = await token()
      return permissionsOf({ version, scopes, demographics: reachesDemographics(scopes) })
    },
    list,
  }
}

type Pages = AsyncGenerator<readonly Block[], number, void>

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

interface Begun {
  readonly pages: Pages
  readonly first: IteratorResult<readonly Block[], number>
}
