import { sql } from 'kysely'
import { knownPeople } from '../time/known-people.js'
import type { SchoolTransaction } from '../transaction.js'
import type { RunEntry } from './entries.js'
import type { Reverting } from './reverting.js'

interface Touched {
  readonly id: string
  readonly since: Date | null
  readonly before: Date | null
}

export interface AbsencesReverted {
  /** Taken to be here again. */
  readonly back: readonly string[]
  /** Absent again. */
  readonly away: readonly string[]
}

// Nobody goes within hours of an undo because an absence of weeks ago was found again: its clock then begins with the undo. So does that of
// somebody who was missing and not yet taken for gone: the read that is undone must not confirm what it contradicted.
const AT_LEAST_MS = 24 * 3_600_000

/**
 * Takes back what the run found out about who is there, where no later run found something else: who was missing is here, and kept until a
 * read lists them or their erasure would have been due; who came back is absent as before. What somebody states is not taken back.
 */
export async function revertAbsences(
  trx: SchoolTransaction,
  entries: readonly RunEntry[],
  reverting: Reverting,
): Promise<AbsencesReverted> {
  const { of, redoes, runId, school, keyring, law } = reverting
  const shownAgain = new Set(entries.filter(({ op }) => op === 'restored').map(({ recordId }) => recordId))
  const { rows } = await sql<Touched>`
    select id, absent_since as since, absence_before as before from subject
     where absence_run = ${of} and erasure is null
       and (absent_since is null) <> (absence_before is null)`.execute(trx.db)
  const openKeys = (ids: readonly string[]) => keyring.openKeys(school, ids)
  const people = await knownPeople(
    trx.db,
    openKeys,
    rows.map(({ id }) => id),
  )
  const moved = rows.flatMap(({ id, since, before }) => {
    const person = people.get(id)
    if (!person || (since !== null && law.isStated(person))) return []
    const wasGone = redoes !== null || shownAgain.has(id)
    return [{ id, since: before && (wasGone ? sinceWhen(person, before, reverting) : reverting.at) }]
  })
  // An absence that is taken back waits for nobody any more; the next read lets go of what was staged of it.
  await sql`
    update subject s set absent_since = n.since, held_in = null, absence_run = ${runId}, absence_before = s.absent_since,
           kept_until = case when n.since is null and ${redoes === null} then ${firstDue} end
      from unnest(${moved.map(({ id }) => id)}::uuid[], ${moved.map(({ since }) => since)}::timestamptz[]) as n(id, since)
     where s.id = n.id`.execute(trx.db)
  return {
    back: moved.filter(({ since }) => since === null).map(({ id }) => id),
    away: moved.filter(({ since }) => since !== null).map(({ id }) => id),
  }
}

/** When somebody who is missing would have been erased. Where that has no date yet, the longest that any agreement leaves a leaver. */
const firstDue = sql`coalesce(
  (select min(t.due_at) from timer t where t.subject_id = s.id and t.item is null and t.rule in ('leaver', 'staffLeft', 'staffCap')),
  s.absent_since + interval '6 months')`

function sinceWhen(
  person: Parameters<Reverting['law']['decide']>[0],
  before: Date,
  { law, at }: Pick<Reverting, 'law' | 'at'>,
): Date {
  const { dates } = law.decide({ ...person, absentSince: before })
  return dates.some(({ eraseAt }) => eraseAt < at.getTime() + AT_LEAST_MS) ? at : before
}
