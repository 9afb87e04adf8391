import type { Kysely } from 'kysely'
import { ulid } from 'ulid'
import type { ControlDatabase } from '../../db/control/database.js'

/** A school's row and nothing else, for tests of what stands on it. */
export async function insertSchool(control: Kysely<ControlDatabase>): Promise<string> {
  const contact = JSON.stringify({ name: 'Main Contact', email: 'main@school.test' })
  const { id } = await control
    .insertInto('school')
    .values({
      id: ulid().toLowerCase(),
      name: 'A School',
      controller: JSON.stringify({ name: 'The governing body' }),
      contacts: `{"main":${contact},"data":${contact},"head":${contact}}`,
      contract: JSON.stringify({ startsOn: '2026-09-01' }),
      agreement_id: 'assessment-portal',
      registered_at: new Date(),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
