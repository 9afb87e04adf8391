import { isStatus } from '../../http/failures.js'
import type { SourceManners } from '../../source.js'
import { permissionsOf } from '../carried.js'
import type { Feed, ListName, ListPlan } from '../feed.js'
import type { OneRosterOptions } from '../options.js'
import type { OneRosterBinding, OneRosterSecret } from '../settings.js'
import { meetSchool } from './meet-school.js'
import { readList, walkList } from './read-list.js'
import type { Pages, Service } from './read-list.js'
import { restClient } from './rest-client.js'
import { routes } from './routes.js'
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
  const { schoolId, version, baseUrl } = binding
  const address = (path: string) => new URL(`${baseUrl.replace(/\/+$/, '')}/${path}`)
  const service: Service = { ask, address, schoolId, version, rowsAPage: options.rowsAPage ?? ROWS_A_PAGE }
  return {
    school: () => meetSchool(ask, address, schoolId, () => walkList(service, 'orgs', 'orgs', 'orgs', {})),
    permissions: async () => {
      const { scopes } = await token()
      return permissionsOf({ version, scopes, demographics: reachesDemographics(scopes) })
    },
    list: listsOf(service),
  }
}

/** Xporter has no paths below a school: once one is missing, none is asked for again. */
function listsOf(service: Service): Feed['list'] {
  let below = true
  return async function* list(name: ListName, plan: ListPlan): Pages {
    if (below && routes[name].nested !== null) {
      try {
        return yield* readList(service, name, plan, true)
      } catch (failure) {
        if (!isStatus(failure, 404, name)) throw failure
        below = false
      }
    }
    return yield* readList(service, name, plan, false)
  }
}
