import type { Kysely } from 'kysely'
import type { ControlDatabase } from './database.js'

/** What Temporal's UI shows of a school from its first second; register data, nothing about a person. */
export interface LifecycleFacts {
  readonly name: string
  readonly agreement: string
  readonly connector: string
}

export async function lifecycleFacts(db: Kysely<ControlDatabase>, school: string): Promise<LifecycleFacts> {
  return db
    .selectFrom('school')
    .innerJoin('source_binding', 'source_binding.school_id', 'school.id')
    .select(['school.name', 'school.agreement_id as agreement', 'source_binding.connector'])
    .where('school.id', '=', school)
    .executeTakeFirstOrThrow()
}
