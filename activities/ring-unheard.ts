import type { Kysely } from 'kysely'
import type { ControlDatabase } from '../db/control/database.js'
import { unheardSchools } from '../db/control/instruction.js'
import { endingSchools } from '../db/control/termination.js'
import { lookAtEnding } from './ending/next-ending.js'

export interface ReconcileActivities {
  /** Rings every school whose instruction nobody took within a minute of `at`; answers how many. */
  ringUnheard(input: { readonly at: string }): Promise<number>
}

/** Signals a school's lifecycle, starting it where there is none. */
export type Ring = (school: string) => Promise<void>

const HEARD_WITHIN_MS = 60_000

/** `ringEnding` starts the workflow that ends a school, where it does not run. */
export function reconcileActivities(
  control: Kysely<ControlDatabase>,
  ring: Ring,
  ringEnding: Ring,
): ReconcileActivities {
  return {
    async ringUnheard({ at }) {
      const schools = await unheardSchools(control, new Date(Date.parse(at) - HEARD_WITHIN_MS))
      for (const school of schools) await ring(school)
      const ending = await endingSchools(control)
      for (const school of ending) {
        // Here too, for an alert must not depend on the worker it is about.
        await control.transaction().execute((trx) => lookAtEnding(trx, school, new Date(at)))
        await ringEnding(school)
      }
      return schools.length
    },
  }
}
