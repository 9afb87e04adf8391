import { randomBytes } from 'node:crypto'
import { findSchoolDatabase } from '../db/control/school-database.js'
import { databaseName, provisionSchoolDatabase } from '../db/provision/school-database.js'
import { aboutPassword } from '../db/school/pools.js'
import { TEMPLATE_VERSION } from '../db/school/migrations.js'
import { open, seal } from '../vault/sealing.js'
import { beating } from './beat.js'
import type { ActivityDependencies } from './dependencies.js'

export interface ProvisionActivities {
  /** Makes the school's database and login role, or goes on where an earlier attempt stopped. */
  provisionSchool(input: { readonly school: string }): Promise<void>
}

export function provisionActivities({ control, keyring }: ActivityDependencies): ProvisionActivities {
  return {
    provisionSchool: ({ school }) => beating(() => provision({ control, keyring }, school)),
  }
}

async function provision(
  { control, keyring }: Pick<ActivityDependencies, 'control' | 'keyring'>,
  school: string,
): Promise<void> {
  await keyring.makeSchoolKeys(school)
  const secrets = await keyring.schoolKey(school, 'secrets')
  const name = databaseName(school)
  // The password is kept before it is used: an attempt that dies in between is repeated with the one that was kept.
  await control
    .insertInto('school_database')
    .values({
      school_id: school,
      cluster: 'main',
      name,
      role: name,
      sealed_password: seal(secrets, randomBytes(24).toString('base64url'), aboutPassword(school)),
      template_version: TEMPLATE_VERSION,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const kept = await findSchoolDatabase(control, school)
  if (!kept) throw new Error('The row of the school’s database is gone although it was just written.')
  const password = open(secrets, kept.sealedPassword, aboutPassword(school)).toString('utf8')
  await provisionSchoolDatabase(control, school, password)
}
