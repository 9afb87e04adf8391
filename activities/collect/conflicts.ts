import type { Kysely } from 'kysely'
import { keepConflicts, subjectsByRef } from '../../db/school/conflict.js'
import type { SchoolDatabase } from '../../db/school/database.js'
import { conflictsAmong } from '../../pipeline/conflicts.js'
import type { Arrival } from '../../pipeline/digest.js'

interface Found {
  readonly arrivals: readonly Arrival[]
  /** Of those held: whose id names somebody else by now, and nobody has said who is right. */
  readonly reused: readonly string[]
  readonly at: Date
}

/** Tells the school of people whom its source names in a way that cannot be right. Nobody is merged for it; whom it is about must be held by then. */
export async function tellConflicts(db: Kysely<SchoolDatabase>, { arrivals, reused, at }: Found): Promise<void> {
  const conflicts = conflictsAmong(arrivals)
  const subjects = await subjectsByRef(
    db,
    conflicts.map(({ arrival }) => arrival.refHash),
  )
  const among = conflicts.flatMap(({ kind, arrival }) => {
    const subject = subjects.get(arrival.refHash)
    return subject === undefined ? [] : [{ kind, subject }]
  })
  await keepConflicts(db, [...among, ...reused.map((subject) => ({ kind: 'idReused', subject }) as const)], at)
}
