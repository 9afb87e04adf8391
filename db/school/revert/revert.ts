import { sql } from 'kysely'
import { refuse, unrefuse } from '../rejection.js'
import { knownPeople } from '../time/known-people.js'
import { retime } from '../time/retime.js'
import type { SchoolTransaction } from '../transaction.js'
import { revertAbsences } from './absences.js'
import { grantAgain, withdrawAdded } from './arrivals.js'
import { asLeft, refusalsOf } from './as-left.js'
import type { AsLeft } from './as-left.js'
import { revertDocuments } from './documents.js'
import { entriesOf } from './entries.js'
import { removeGroups, restoreGroups } from './groups.js'
import { beginEnded, endBegun, forgetPlaces } from './memberships.js'
import type { Reverting } from './reverting.js'
import { sealByMembers } from './seal-by-members.js'
import { undoable } from './undoable.js'

/**
 * Undoes what one run applied, as far as it still is as the run left it, and tells the feed of it under the new run's id; dates are computed
 * anew for everybody it touches. What the source says is remembered, so that it does not come back the next night by itself. A second time it
 * finds its own entries and does nothing. Answers false where it cannot be undone any more, as somebody of it is erased.
 */
export async function revertRun(trx: SchoolTransaction, reverting: Reverting): Promise<boolean> {
  if (await isDone(trx, reverting)) return true
  if ((await undoable(trx.db, reverting.of, reverting.counted)) === 'erased') return false
  const entries = await entriesOf(trx.db, reverting.of)
  const absent = await trx.db.selectFrom('subject').select('id').where('absence_run', '=', reverting.of).execute()
  const people = entries.flatMap(({ subjectId }) => subjectId ?? [])
  const records = entries.map(({ recordId }) => recordId)
  const left = await asLeft(trx, [...records, ...people, ...absent.map(({ id }) => id)])

  const restored = await restoreGroups(trx, entries, reverting)
  const documents = await revertDocuments(trx, entries, left, reverting)
  const ended = await endBegun(trx, entries, reverting)
  const begun = await beginEnded(trx, entries, reverting)
  await forgetPlaces(trx, [...ended, ...begun])
  const leaving = await withdrawAdded(trx, entries, left, reverting)
  await removeGroups(trx, entries, { left, leaving }, reverting)
  const { back, away } = await revertAbsences(trx, entries, reverting)
  const granted = await grantAgain(trx, entries, reverting)
  const groups = [...restored, ...[...ended, ...begun].map(({ group }) => group)]
  await sealByMembers(trx, { groups, people: [...leaving, ...back, ...away, ...granted] }, reverting)

  const said = [...documents, ...[...ended, ...begun].map(({ subject }) => subject), ...away]
  await remember(trx, said, left, reverting)
  await retimeAll(trx, [...documents, ...leaving, ...back, ...away, ...granted], reverting)
  return true
}

async function isDone({ db }: SchoolTransaction, { runId }: Reverting): Promise<boolean> {
  const { rows } = await sql<{ done: boolean }>`
    select exists (select from change where run_id = ${runId})
        or exists (select from subject where absence_run = ${runId}) as done`.execute(db)
  return rows[0]?.done === true
}

/** What the source says of these is refused as long as it says just that. Where an undo is undone, the source is believed again. */
async function remember(
  trx: SchoolTransaction,
  records: readonly string[],
  left: ReadonlyMap<string, AsLeft>,
  reverting: Reverting,
): Promise<void> {
  if (reverting.redoes !== null) return unrefuse(trx, [...left.values()])
  const said = [...new Set(records)].flatMap((id) => left.get(id) ?? [])
  await refuse(trx, refusalsOf(said, reverting), reverting.at)
}

async function retimeAll(
  trx: SchoolTransaction,
  subjects: readonly string[],
  { school, keyring, law, at, runId }: Reverting,
): Promise<void> {
  const openKeys = (ids: readonly string[]) => keyring.openKeys(school, ids)
  const people = await knownPeople(trx.db, openKeys, [...new Set(subjects)])
  await retime(trx, people, { decide: law.decide, at, because: runId })
}
