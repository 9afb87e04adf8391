import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { NEWER_EXTRACT_MS } from '../../../agreement/retention/known-person.js'
import type { SchoolDatabase } from '../database.js'
import { unconfirmed } from '../timer.js'

export interface Confirming {
  /** When the school is to be read next, for this alone. */
  readonly readAt: Date
  /** When the first absence that is still unconfirmed then becomes an incident; undefined where that has passed for all. */
  readonly incidentAt: Date | undefined
}

/** How long after one read for a confirmation the next is made. */
export const CONFIRM_AGAIN_MS = 4 * 3_600_000
// Of 48 hours the last four are left to a person (requirements.md §4, 8).
const INCIDENT_BEFORE_DUE_MS = 4 * 3_600_000

/**
 * What the absences ask for that no read has confirmed yet: a read once a newer extract can be expected, then every four hours, until each is
 * confirmed or listed again. Undefined where there is none.
 */
export async function confirmingAt(db: Kysely<SchoolDatabase>, at: Date): Promise<Confirming | undefined> {
  const { rows } = await sql<{ absent_since: Date; due_at: Date }>`
    select s.absent_since, min(t.due_at) as due_at from timer t join subject s on s.id = t.subject_id
     where ${unconfirmed} and t.state = 'waiting' and s.absent_since is not null and s.erasure is null
     group by 1`.execute(db)
  if (rows.length === 0) return undefined
  const reads = rows.map(({ absent_since }) => readAfter(absent_since.getTime() + NEWER_EXTRACT_MS, at.getTime()))
  const incidents = rows.map(({ due_at }) => due_at.getTime() - INCIDENT_BEFORE_DUE_MS)
  const ahead = incidents.filter((incident) => incident > at.getTime())
  return {
    readAt: new Date(Math.min(...reads)),
    incidentAt: ahead.length === 0 ? undefined : new Date(Math.min(...ahead)),
  }
}

function readAfter(first: number, at: number): number {
  return at < first ? first : first + CONFIRM_AGAIN_MS * (Math.floor((at - first) / CONFIRM_AGAIN_MS) + 1)
}
