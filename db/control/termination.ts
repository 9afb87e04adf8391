import { sql } from 'kysely'
import type { ColumnType, Kysely, Selectable, Transaction, Updateable } from 'kysely'
import type { EndingFacts } from '../../agreement/retention/ending-plan.js'
import type { ControlDatabase } from './database.js'
import { closeRun, findOpenRun } from './run.js'
import type { Phase, School } from './school.js'

/** Rows by kind that were held when erasing began. */
export type HeldCounts = Readonly<Record<string, number>>

/** The end of a school, each step with its instant. Names nobody but those who asked for it. */
export interface TerminationTable {
  id: string
  school_id: string
  cause: 'early' | 'contractEnd' | 'noRead'
  effective_at: Date
  received_at: Date
  instructed_at: Date
  instructed_by: ColumnType<{ readonly name: string; readonly role?: string } | null, string | null, never>
  /** The principal, and the role it has. */
  given_by: string
  given_role: string
  instruction: number | null
  reason: string | null
  return_wanted: boolean
  erase_early: boolean
  needs_confirmation: boolean
  confirmed_at: Date | null
  confirmed_by: string | null
  phase_before: Phase
  access_cut_at: Date | null
  taken_back_at: Date | null
  /** From here on there is no taking back. */
  keys_go_at: Date | null
  held: ColumnType<HeldCounts | null, null, string>
  /** The feed's last entry; the one after it says that the school was erased. */
  last_seq: number | null
  acknowledged_seq: number | null
  keys_gone_at: Date | null
  runs_gone_at: Date | null
  ended_at: Date | null
}
export type Termination = Selectable<TerminationTable>

const unset = {
  confirmed_at: null,
  confirmed_by: null,
  access_cut_at: null,
  taken_back_at: null,
  keys_go_at: null,
  held: null,
  last_seq: null,
  acknowledged_seq: null,
  keys_gone_at: null,
  runs_gone_at: null,
  ended_at: null,
} as const

export type NewTermination = Omit<Termination, keyof typeof unset>

/** Writes that a school is to end. Throws where it is ending already: look first, under the school's lock. */
export async function openTermination(trx: Transaction<ControlDatabase>, of: NewTermination): Promise<Termination> {
  return trx
    .insertInto('termination')
    .values({ ...of, ...unset, instructed_by: of.instructed_by && JSON.stringify(of.instructed_by) })
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** The one that was not taken back: under way, or done. */
export async function standingTermination(
  db: Kysely<ControlDatabase>,
  school: string,
): Promise<Termination | undefined> {
  return db
    .selectFrom('termination')
    .selectAll()
    .where('school_id', '=', school)
    .where('taken_back_at', 'is', null)
    .executeTakeFirst()
}

/** The latest, taken back or not. */
export async function latestTermination(db: Kysely<ControlDatabase>, school: string): Promise<Termination | undefined> {
  return db
    .selectFrom('termination')
    .selectAll()
    .where('school_id', '=', school)
    .orderBy('instructed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export async function changeTermination(
  trx: Kysely<ControlDatabase>,
  id: string,
  changes: Updateable<TerminationTable>,
): Promise<void> {
  await trx.updateTable('termination').set(changes).where('id', '=', id).execute()
}

/** Nobody reads the school from now on, and nothing more is taken from its source. Under the school's lock; done once. */
export async function cutAccess(
  trx: Transaction<ControlDatabase>,
  school: School,
  termination: Termination,
  at: Date,
): Promise<void> {
  if (termination.access_cut_at !== null) return
  await changeTermination(trx, termination.id, { access_cut_at: at })
  await trx.updateTable('school').set({ phase: 'ending', access_until: at }).where('id', '=', school.id).execute()
  const run = await findOpenRun(trx, school.id)
  // One that has begun is aborted by its own vigil; this closes one that nobody has taken up.
  if (run !== undefined)
    await closeRun(trx, school.id, run, {
      state: 'refused',
      reason: 'The school is ending; nothing more is taken.',
      at,
    })
}

/** What the plan of an end is computed from. */
export function endingFacts(termination: Termination, { contract }: Pick<School, 'contract'>): EndingFacts {
  return {
    effectiveAt: termination.effective_at.getTime(),
    instructedAt: termination.instructed_at.getTime(),
    needsConfirmation: termination.needs_confirmation,
    confirmedAt: termination.confirmed_at?.getTime() ?? null,
    eraseEarly: termination.erase_early,
    endsOn: contract.endsOn ?? null,
  }
}

/** Schools whose end is under way: somebody has to carry it on. */
export async function endingSchools(db: Kysely<ControlDatabase>): Promise<readonly string[]> {
  const { rows } = await sql<{ school_id: string }>`
    select school_id from termination where taken_back_at is null and ended_at is null`.execute(db)
  return rows.map(({ school_id }) => school_id)
}

/** How many of them ask for somebody: half of their time is over, or nobody confirmed. */
export async function lateEndings(db: Kysely<ControlDatabase>): Promise<number> {
  const { rows } = await sql<{ late: number }>`
    select count(*)::int as late from termination join school on school.id = termination.school_id
     where taken_back_at is null and ended_at is null and needs_attention in ('EndingLate', 'EndingUnconfirmed')`.execute(
    db,
  )
  return rows[0]?.late ?? 0
}
