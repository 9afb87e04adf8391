import { schoolAddress } from './address.js'
import type { ListRequest } from './requests.js'
import type { XporterBinding } from './settings.js'
import type { WalkPlan } from './walk.js'

/** How long pages are. */
export type Pages = Pick<WalkPlan, 'rowsAPage' | 'surely'>

/** How the pages of a list are asked for; what its rows are is for who walks it to say. */
export function pagePlan(
  { baseUrl, schoolId }: XporterBinding,
  { endpoint, query }: ListRequest,
  pages: Pages,
): Pages & Pick<WalkPlan, 'endpoint' | 'page'> {
  const page = (number: number, size: number) =>
    schoolAddress(baseUrl, schoolId, endpoint, { ...query, page: String(number), pageSize: String(size) })
  return { endpoint, page, ...pages }
}
