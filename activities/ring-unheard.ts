import type { Kysely } from 'kysely'
import type { ControlDatabase } from '../db/control/database.js'
import { unheardSchools } from '../db/control/instruction.js'

export interface ReconcileActivities {
  /** Rings every school whose instruction nobody took within a minute of `at`; answers how many. */
  ringUnheard(input: { readonly at: string }): Promise<number>
}

/** Signals a school's lifecycle, starting it where there is none. */
export type Ring = (school: string) => Promise<void>

const HEARD_WITHIN_MS = 60_000

export function reconcileActivities(control: Kysely<ControlDatabase>, ring: Ring): ReconcileActivities {
  return {
    async ringUnheard({ at }) {
      const schools = await unheardSchools(control, new Date(Date.parse(at) - HEARD_WITHIN_MS))
      for (const school of schools) await ring(school)
      return schools.length
    },
  }
}
