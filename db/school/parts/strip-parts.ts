import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Part } from '../../../agreement/parts.js'
import type { SchoolDatabase } from '../database.js'
import { writeItemLines } from '../item-line.js'
import type { ItemLine } from '../item-line.js'
import type { OpenSchool } from '../pools.js'
import { schoolTransaction } from '../transaction.js'
import type { SchoolTransaction } from '../transaction.js'
import { kindOfPart } from './part.js'
import { standsWith } from './parts-of-code.js'

/** Under which keys these parts lie; none of them may open anything afterwards. The id stands at the head of what a key sealed. */
export async function keysOfParts(db: Kysely<SchoolDatabase>, parts: readonly Part[]): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct encode(substring(sealed from 2 for 16), 'hex')::uuid as id from part
     where part = any(${[...parts]}::text[])`.execute(db)
  return rows.map(({ id }) => id)
}

export interface StrippedPart {
  readonly at: Date
  readonly part: Part
  /** The evidence of its going, but for how much it was. */
  readonly line: Omit<ItemLine, 'held'>
}

/** Removes one part of everybody, whose keys are gone already. */
export async function stripParts({ pool }: OpenSchool, { at, part, line }: StrippedPart): Promise<void> {
  await schoolTransaction(pool, async (trx) => {
    const { rows } = await sql<GonePart>`
      delete from part where part = ${part} returning id, subject_id as subject, part`.execute(trx.db)
    if (rows.length === 0) return
    await writeItemLines(trx.db, [{ ...line, held: rows.length }])
    await tellGone(trx, rows, { at, because: `instruction-${line.instruction ?? 0}` })
  })
}

export interface DroppedPart extends GonePart {
  /** The code with which it went. */
  readonly item: string
  readonly keyId: string
}

/** Removes parts of single people, whose keys are gone already. */
export async function dropPartsOf(
  trx: SchoolTransaction,
  due: readonly { readonly subject: string; readonly item: string }[],
  told: Told,
): Promise<readonly DroppedPart[]> {
  const { rows } = await sql<DroppedPart>`
    delete from part
     using unnest(${due.map(({ subject }) => subject)}::uuid[], ${due.map(({ item }) => item)}::text[]) as due (subject, item)
     where part.subject_id = due.subject and ${standsWith(sql<string>`due.item`)}
    returning part.id, part.subject_id as subject, part.part, due.item,
              encode(substring(part.sealed from 2 for 16), 'hex')::uuid as "keyId"`.execute(trx.db)
  await tellGone(trx, rows, told)
  return rows
}

interface Told {
  readonly at: Date
  /** The run, erasure or instruction that the feed's entries name. */
  readonly because: string
}

interface GonePart {
  readonly id: string
  readonly subject: string
  readonly part: Part
}

/** Takes what the feed said of these parts out of it, and leaves one entry for each: the application has to do the same. */
async function tellGone(trx: SchoolTransaction, gone: readonly GonePart[], { at, because }: Told): Promise<void> {
  if (gone.length === 0) return
  const ids = gone.map(({ id }) => id)
  await sql`delete from change where kind in ('result', 'photo') and record_id = any(${ids}::uuid[])`.execute(trx.db)
  await trx.copy(
    'change',
    ['at', 'op', 'kind', 'record_id', 'subject_id', 'run_id'],
    gone.map(({ id, subject, part }) => [at, 'erased', kindOfPart(part), id, subject, because]),
  )
}
