import type { ActivityDependencies } from '../dependencies.js'
import { closeEndingActivities } from './close-ending.js'
import { deleteHistoriesActivities } from './delete-histories.js'
import type { Histories } from './delete-histories.js'
import { destroySchoolActivities } from './destroy-school.js'
import type { Wake } from './destroy-school.js'
import { nextEndingActivities } from './next-ending.js'

/** Everything that the queue `ending` does. `histories` is real everywhere but on the time-skipping server, which keeps none to list. */
export function endingActivities(
  deps: ActivityDependencies,
  { histories, wake }: { readonly histories: Histories; readonly wake: Wake },
) {
  return {
    ...nextEndingActivities(deps.control),
    ...destroySchoolActivities(deps, wake),
    ...deleteHistoriesActivities(histories),
    ...closeEndingActivities(deps),
  }
}
