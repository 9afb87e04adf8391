import type { ItemCode } from '../agreement/items.js'
import { stripDocuments } from '../db/school/strip.js'
import { currentGrant } from '../db/control/acceptance.js'
import { beating } from './beat.js'
import type { ActivityDependencies } from './dependencies.js'
import { asFailure } from './failures.js'

export interface StripActivities {
  /**
   * Takes withdrawn items out of every stored document and seals what is left under a new key, because the old document is still in the
   * write-ahead log and in backups. Repeatable: a second run finds nothing more to strip.
   */
  stripWithdrawn(input: { readonly school: string; readonly grantVersion: number }): Promise<void>
}

export function stripActivities({ control, keyring, schools }: ActivityDependencies): StripActivities {
  return {
    async stripWithdrawn({ school, grantVersion }) {
      const grant = await currentGrant(control, school)
      const granted: ReadonlySet<ItemCode> = new Set(grant?.items)
      await beating(async () => stripDocuments(await schools.open(school), keyring, school, granted)).catch(
        (error: unknown) => {
          throw asFailure(error)
        },
      )
      await control.updateTable('school').set({ stripped_version: grantVersion }).where('id', '=', school).execute()
    },
  }
}
