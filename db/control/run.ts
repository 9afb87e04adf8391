import type { ColumnType, Kysely, Selectable, Transaction } from 'kysely'
import type { Completeness, Verdict } from '../../pipeline/verdict.js'
import type { ControlDatabase } from './database.js'

export type Trigger = 'nightly' | 'manual' | 'first' | 'resume' | 'confirm' | 'hint' | 'revert'
export type RunState = 'running' | 'applied' | 'held' | 'nothingToDo' | 'failed' | 'refused'

export interface Counts {
  readonly added: number
  readonly changed: number
  readonly removed: number
  readonly unchanged: number
  readonly refusedItems: number
  /** Of a revert: what the run that it undoes had changed, and what stays all the same. */
  readonly skipped?: number
}
export type CountsByKind = Readonly<Record<string, Counts>>

type Json<T> = ColumnType<T, string | undefined, string>

/** One synchronisation. Its id is the tail of its workflow's id. Counts only; nothing of it names a person. */
export interface RunTable {
  school_id: string
  id: string
  trigger: Trigger
  /** The run that this one undoes. */
  reverts: string | null
  state: RunState
  reason: string | null
  started_at: Date
  ended_at: Date | null
  counts: Json<CountsByKind>
  completeness: Json<Completeness | null>
  verdict: Json<Verdict | null>
}

export interface Run {
  readonly id: string
  readonly trigger: Trigger
  readonly reverts: string | null
  readonly state: RunState
  readonly reason: string | null
  readonly startedAt: Date
  readonly endedAt: Date | null
  readonly counts: CountsByKind
  readonly completeness: Completeness | null
  readonly verdict: Verdict | null
}

/** Opens a run, or answers the one that is open already: a school synchronises one at a time. */
export async function openRun(
  trx: Transaction<ControlDatabase>,
  school: string,
  id: string,
  trigger: Trigger,
  at: Date,
): Promise<string> {
  const open = await findOpenRun(trx, school)
  if (open !== undefined) return open
  await trx.insertInto('run').values({ school_id: school, id, trigger, state: 'running', started_at: at }).execute()
  return id
}

export async function findOpenRun(db: Kysely<ControlDatabase>, school: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('run')
    .select('id')
    .where('school_id', '=', school)
    .where('state', '=', 'running')
    .executeTakeFirst()
  return row?.id
}

/** The open run that undoes another, where there is one. */
export async function findOpenRevert(db: Kysely<ControlDatabase>, school: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('run')
    .select('id')
    .where('school_id', '=', school)
    .where('trigger', '=', 'revert')
    .where('state', '=', 'running')
    .executeTakeFirst()
  return row?.id
}

/** Opens a run that undoes another. Whoever calls it has seen that none is open. */
export async function openRevert(
  trx: Transaction<ControlDatabase>,
  school: string,
  { id, reverts, at }: { readonly id: string; readonly reverts: string; readonly at: Date },
): Promise<void> {
  await trx
    .insertInto('run')
    .values({ school_id: school, id, trigger: 'revert', reverts, state: 'running', started_at: at })
    .execute()
}

/** Of how many pupils and staff a run told when it ended. */
export function peopleTold({ counts }: Run): number {
  const of = (kind: string) => counts[kind] ?? { added: 0, changed: 0, removed: 0 }
  return [of('pupil'), of('staff')].reduce((sum, { added, changed, removed }) => sum + added + changed + removed, 0)
}

/** Whether a run was undone, or is being undone. One that could not be may be tried again. */
export async function isReverted(db: Kysely<ControlDatabase>, school: string, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('run')
    .select('id')
    .where('school_id', '=', school)
    .where('reverts', '=', id)
    .where('state', 'in', ['running', 'applied', 'nothingToDo'])
    .executeTakeFirst()
  return row !== undefined
}

/** Whether a run of a school began since this instant, whoever asked for it. */
export async function hasRunSince(trx: Transaction<ControlDatabase>, school: string, since: Date): Promise<boolean> {
  const row = await trx
    .selectFrom('run')
    .select('id')
    .where('school_id', '=', school)
    .where('started_at', '>', since)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export async function findRun(db: Kysely<ControlDatabase>, school: string, id: string): Promise<Run | undefined> {
  const row = await db
    .selectFrom('run')
    .selectAll()
    .where('school_id', '=', school)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && toRun(row)
}

/** Newest first; `after` is the id of the last one seen. */
export async function listRuns(
  db: Kysely<ControlDatabase>,
  school: string,
  limit: number,
  after?: string,
): Promise<readonly Run[]> {
  const last = after === undefined ? undefined : await findRun(db, school, after)
  const rows = await db
    .selectFrom('run')
    .selectAll()
    .where('school_id', '=', school)
    .$if(last !== undefined, (query) =>
      query.where((eb) =>
        eb(eb.refTuple('started_at', 'id'), '<', eb.tuple(last?.startedAt ?? new Date(0), last?.id ?? '')),
      ),
    )
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toRun)
}

export interface RunEnd {
  readonly state: Exclude<RunState, 'running'>
  readonly reason?: string
  readonly counts?: CountsByKind
  readonly completeness?: Completeness
  readonly verdict?: Verdict
  readonly at: Date
}

/** Closes a run once; a second closing of the same run changes nothing. */
export async function closeRun(
  trx: Transaction<ControlDatabase>,
  school: string,
  id: string,
  end: RunEnd,
): Promise<void> {
  await trx
    .updateTable('run')
    .set({
      state: end.state,
      reason: end.reason ?? null,
      ended_at: end.at,
      ...(end.counts && { counts: JSON.stringify(end.counts) }),
      ...(end.completeness && { completeness: JSON.stringify(end.completeness) }),
      ...(end.verdict && { verdict: JSON.stringify(end.verdict) }),
    })
    .where('school_id', '=', school)
    .where('id', '=', id)
    .where('state', '=', 'running')
    .execute()
}

function toRun(row: Selectable<RunTable>): Run {
  const { id, trigger, reverts, state, reason, counts, completeness, verdict } = row
  return {
    id,
    trigger,
    reverts,
    state,
    reason,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    counts,
    completeness,
    verdict,
  }
}
