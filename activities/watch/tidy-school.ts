import { notInstructed, readersOf } from '../../db/control/upkeep.js'
import { dropBeforesUntil } from '../../db/school/before/drop-before.js'
import { schoolTransaction } from '../../db/school/transaction.js'
import { destroyUploadsBefore } from '../../db/school/upload.js'
import type { School } from '../../db/control/school.js'
import {
  dropFollowed,
  dropMarks,
  neverWritten,
  noteFollowed,
  removeStays,
  staysBefore,
} from '../../db/school/watch/upkeep.js'
import type { ActivityDependencies } from '../dependencies.js'
import { giveDates } from './give-dates.js'

const DAY_MS = 24 * 3_600_000

/**
 * What nobody else removes from one school: each has its period, and goes when that is over. What an erasure wrote down of itself, a line
 * and a receipt that name nobody, stays as long as the school's database.
 */
export async function tidySchool(deps: ActivityDependencies, school: School, at: Date): Promise<void> {
  const { db } = await deps.schools.open(school.id)
  await dropMarks(db, school.last_whole_read_at)
  await noteFollowed(db, await readersOf(deps.control, school.id), at)
  await dropFollowed(db, at)
  await dropBeforesUntil(db, at)
  await destroyUploadsBefore(deps, school.id, new Date(at.getTime() - DAY_MS))
  await dropOrphanKeys(deps, school.id)
  await dropUninstructed(deps, school.id, at)
}

/** Keys of people who were never written, as where a run died between the keys and its transaction. */
async function dropOrphanKeys({ keyring, schools }: ActivityDependencies, school: string): Promise<void> {
  const { db } = await schools.open(school)
  const orphans = await neverWritten(db, await keyring.agedSubjects(school))
  if (orphans.length > 0) await keyring.destroySubjects(school, orphans)
}

/**
 * A stay whose instruction was undone: the school was answered that nothing was done, and has not asked again for a day. Nothing may
 * stand without an instruction (R11), so it goes and the dates are what they would have been.
 */
async function dropUninstructed(deps: ActivityDependencies, school: string, at: Date): Promise<void> {
  const { db, pool } = await deps.schools.open(school)
  const parts = await staysBefore(db, new Date(at.getTime() - DAY_MS))
  if (parts.length === 0) return
  const undone = await notInstructed(
    deps.control,
    parts.map(({ instruction }) => instruction),
  )
  const stays = parts.filter(({ instruction }) => undone.has(instruction))
  if (stays.length === 0) return
  await schoolTransaction(pool, (trx) => removeStays(trx.db, stays))
  await giveDates(deps, { school, people: stays.map(({ subject }) => subject), at })
}
