import type { ColumnType, Generated, Kysely, Selectable, Transaction } from 'kysely'
import type { AttendanceCalendar } from '../../agreement/retention/attendance-year.js'
import type { KnownSchool } from '../../agreement/retention/known-person.js'
import type { HoldReason } from '../../pipeline/wait.js'
import type { Then } from '../school/hold/deadline.js'
import type { ControlDatabase } from './database.js'
import type { StoredSettings } from './settings.js'

/** Where a school stands with us, in the order of its life. */
export const phases = ['onboarding', 'active', 'paused', 'ending', 'ended'] as const
export type Phase = (typeof phases)[number]

export interface Contact {
  readonly name: string
  readonly email: string
}

type Json<T> = ColumnType<T, string, string>

/** Where a read ended: when, under which terms (a keyed hash), and what its source needs to tell what changed since. Names nobody. */
export interface ReadMark {
  readonly at: string
  readonly terms: string
  readonly source: string
  /** From this day on everybody is to be read: somebody is listed who starts then. A day of the school's; it counts nobody. */
  readonly wholeOn: string | null
}

/** A part of a change set that waits for a person: what it is about, how much of it there is, until when, and what happens then. Names nobody. */
export interface OpenHold {
  readonly id: string
  readonly reason: HoldReason
  readonly item: string | null
  readonly count: number
  readonly since: string
  readonly until: string
  readonly then: Then
}

/** A tenant. Its id is ours: a URN changes when a school becomes an academy. */
export interface SchoolTable {
  id: string
  name: string
  urn: string | null
  la_code: string | null
  establishment_number: string | null
  kind: string | null
  statutory_high_age: number | null
  controller: Json<{ readonly name: string }>
  contacts: Json<{ readonly main: Contact; readonly data: Contact; readonly head: Contact }>
  contract: Json<{ readonly startsOn: string; readonly endsOn?: string }>
  agreement_id: string
  accepted_version: number | null
  phase: Generated<Phase>
  needs_attention: string | null
  cluster: Generated<string>
  grant_version: Generated<number>
  /** The grant that stored documents were last stripped to. Behind `grant_version` there is a withdrawal to carry out. */
  stripped_version: Generated<number>
  next_sync_at: Date | null
  last_outcome: string | null
  registered_at: Date
  /** The last read that was proven whole. */
  last_whole_read_at: Date | null
  /** From where the source is asked for changes; null where the next read is a whole one. */
  read_mark: ColumnType<ReadMark | null, string | null | undefined, string | null>
  /** When something of somebody here is next to be erased. */
  next_erase_at: Date | null
  /** Up to which day marks were last read whole; null before the first read, and once they were withdrawn. */
  attendance_read_to: string | null
  /** The earliest attendance year of which marks are held, by the calendar year in which it began. */
  attendance_since: number | null
  /** When the marks of that year are to be erased, where the agreement keeps the current year's only. */
  attendance_erase_at: Date | null
  /** Not before then, for all that is left of it belongs to people whose erasure is stayed: looked at again each half day. */
  attendance_stayed_until: Date | null
  /** When it is next to be asked something. */
  next_ask_at: Date | null
  /** How much it is asked, and has not answered. */
  open_questions: Generated<number>
  /** With this day its contract ends unless it is read, or says that it goes on. */
  unread_ends_on: string | null
  /** When the school is next read to confirm an absence that nobody stated. */
  confirm_at: Date | null
  /** When an absence that no read has confirmed by then becomes an incident; null where there is none, or it is told. */
  unconfirmed_at: Date | null
  /** What waits for a person, in figures. */
  open_holds: ColumnType<readonly OpenHold[], string | undefined, string>
  /** When somebody is next to be told of it, or its time is over. */
  next_hold_at: Date | null
  /** Since when something of it is decided and not carried out. */
  holds_decided_at: Date | null
  /** When something it asked about somebody is next to be answered, or to go: an instant of the school's, that names nobody. */
  explain_at: Date | null
  /** The rules by which the timers were last computed. */
  timed_by: string | null
  settings: ColumnType<StoredSettings, string | undefined, string>
  source_verified_at: Date | null
  /** From then on nobody reads it. */
  access_until: Date | null
}
export type School = Selectable<SchoolTable>

export async function findSchool(db: Kysely<ControlDatabase>, id: string): Promise<School | undefined> {
  return db.selectFrom('school').selectAll().where('id', '=', id).executeTakeFirst()
}

/** The school's row, locked: what is decided from it holds until the transaction ends. */
export async function lockSchool(trx: Transaction<ControlDatabase>, id: string): Promise<School | undefined> {
  return trx.selectFrom('school').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
}

/** What a sync asks before every page: may it go on, and under which grant. */
export async function standing(
  db: Kysely<ControlDatabase>,
  id: string,
): Promise<{ readonly phase: Phase; readonly grantVersion: number } | undefined> {
  const row = await db.selectFrom('school').select(['phase', 'grant_version']).where('id', '=', id).executeTakeFirst()
  return row && { phase: row.phase, grantVersion: row.grant_version }
}

/** The school's own calendar, as far as it gave one. */
export function calendarOf({ settings }: Pick<School, 'settings'>): AttendanceCalendar {
  return { terms: [...(settings.terms ?? [])] }
}

/** What the rules of time are told of a school. */
export function knownSchool(school: School): KnownSchool {
  return {
    kind: school.kind,
    statutoryHighAge: school.statutory_high_age,
    contract: school.contract,
    settings: school.settings,
    lastWholeReadAt: school.last_whole_read_at,
  }
}
