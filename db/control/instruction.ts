import { sql } from 'kysely'
import type { Generated, Kysely, Transaction } from 'kysely'
import { recordAct } from './audit.js'
import type { ControlDatabase } from './database.js'

export type Act =
  | 'register'
  | 'accept'
  | 'sync'
  | 'pause'
  | 'resume'
  | 'setGrant'
  | 'settings'
  | 'changeSource'
  | 'narrow'
  | 'answer'
  | 'leaver'
  | 'takeBackLeaver'
  | 'terminate'
  | 'confirmTermination'
  | 'takeBackTermination'
  | 'withdraw'
  | 'grantAgain'
  | 'deleteStaff'
  | 'suppress'
  | 'endSuppression'
  | 'stay'
  | 'endStay'
  | 'upload'
  | 'revert'

/** What a person asked for. Names no pupil: that part lies in the school's own database under the same number. */
export interface InstructionTable {
  number: Generated<number>
  school_id: string
  act: Act
  given_by: string
  given_role: string
  given_at: Date
  taken_at: Date | null
}

export interface Giver {
  readonly id: string
  readonly role: string
}

/**
 * Records an act of a person, in the register too, and answers its number, by which everything done on it is tied to it (R11). It is given
 * on the version that is accepted, unless `version` names another: an acceptance is given on the one it accepts.
 */
export async function instruct(
  trx: Transaction<ControlDatabase>,
  school: string,
  act: Act,
  giver: Giver,
  at: Date,
  version?: number,
): Promise<number> {
  const { number } = await trx
    .insertInto('instruction')
    .values({ school_id: school, act, given_by: giver.id, given_role: giver.role, given_at: at })
    .returning('number')
    .executeTakeFirstOrThrow()
  const on = version ?? (await acceptedVersion(trx, school))
  await recordAct(trx, { school, act, by: giver.id, right: giver.role, instruction: number, version: on, at })
  return number
}

async function acceptedVersion(trx: Transaction<ControlDatabase>, school: string): Promise<number | null> {
  const row = await trx.selectFrom('school').select('accepted_version').where('id', '=', school).executeTakeFirst()
  return row?.accepted_version ?? null
}

/** Whether the school was told to do this and has not heard it yet. */
export async function isUnheard(trx: Transaction<ControlDatabase>, school: string, act: Act): Promise<boolean> {
  const row = await trx
    .selectFrom('instruction')
    .select('number')
    .where('school_id', '=', school)
    .where('act', '=', act)
    .where('taken_at', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}

/** Marks the school's open instructions as heard. What is to be done stands in the school's own state, so nothing is lost with the answer. */
export async function takeInstructions(trx: Transaction<ControlDatabase>, school: string, at: Date): Promise<void> {
  await trx
    .updateTable('instruction')
    .set({ taken_at: at })
    .where('school_id', '=', school)
    .where('taken_at', 'is', null)
    .execute()
}

/**
 * Schools whose doorbell was not heard: an instruction that nobody took since `before`, or a night that should have begun by then and
 * did not, or a contract that had run out by then, as when a lifecycle was terminated by hand.
 */
export async function unheardSchools(db: Kysely<ControlDatabase>, before: Date): Promise<readonly string[]> {
  const { rows } = await sql<{ school_id: string }>`
    select school_id from instruction join school on school.id = instruction.school_id
     where taken_at is null and given_at < ${before} and school.phase <> 'ended'
    union
    select id from school where phase = 'active' and next_sync_at < ${before}
       and not exists (select 1 from run where run.school_id = school.id and run.state = 'running')
    union
    select id from school where phase in ('onboarding', 'active', 'paused') and accepted_version is not null
       and (contract ->> 'endsOn')::date < (${before}::timestamptz at time zone 'Europe/London')::date`.execute(db)
  return rows.map(({ school_id }) => school_id)
}
