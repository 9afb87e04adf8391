import { sql } from 'kysely'
import type { Kysely, Transaction } from 'kysely'
import { recordAct } from './audit.js'
import type { ControlDatabase } from './database.js'

/** What the independent eye finds in a school's own rows. */
export const findingsInside = ['pastDue', 'withoutTimer', 'unfinishedErasure', 'keptTooLong', 'notLookedAt'] as const
/** What it finds by comparing schools with the lifecycles that run. */
export const findingsOutside = ['lifecycleMissing', 'lifecycleAstray'] as const
export type Finding = (typeof findingsInside)[number] | (typeof findingsOutside)[number]
export type Found = Partial<Readonly<Record<Finding, number>>>

/** Something that is not as it must be, for as long as it is not. How many, never who. */
export interface FindingTable {
  school_id: string
  what: Finding
  how_many: number
  found_at: Date
  looked_at: Date
}

export interface Look {
  readonly school: string
  /** What this look would have seen: of these, what it did not find is over. */
  readonly sees: readonly Finding[]
  readonly found: Found
  readonly version: number | null
  readonly at: Date
}

/**
 * Keeps what a look found. The register is told of what is new and of what is over, once each: what stands for a week is one entry and
 * not seven. Answers everything that stands for the school.
 */
export async function keepFindings(trx: Transaction<ControlDatabase>, look: Look): Promise<readonly Finding[]> {
  const { school, sees, found, at } = look
  const stood = await standing(trx, school)
  const now = sees.filter((what) => (found[what] ?? 0) > 0)
  const over = sees.filter((what) => stood.includes(what) && !now.includes(what))
  for (const what of now)
    await trx
      .insertInto('finding')
      .values({ school_id: school, what, how_many: found[what] ?? 0, found_at: at, looked_at: at })
      .onConflict((conflict) =>
        conflict.columns(['school_id', 'what']).doUpdateSet({ how_many: found[what] ?? 0, looked_at: at }),
      )
      .execute()
  if (over.length > 0)
    await trx.deleteFrom('finding').where('school_id', '=', school).where('what', 'in', over).execute()
  const news = now.filter((what) => !stood.includes(what))
  await tell(trx, look, 'watchFound', Object.fromEntries(news.map((what) => [what, found[what] ?? 0])))
  await tell(trx, look, 'watchCleared', Object.fromEntries(over.map((what) => [what, 0])))
  return [...stood.filter((what) => !over.includes(what)), ...news]
}

async function standing(trx: Transaction<ControlDatabase>, school: string): Promise<readonly Finding[]> {
  const rows = await trx.selectFrom('finding').select('what').where('school_id', '=', school).execute()
  return rows.map(({ what }) => what)
}

/** Nobody asked for a look, so it has no instruction; it changes nothing that one would be needed for. */
async function tell(
  trx: Transaction<ControlDatabase>,
  { school, version, at }: Look,
  act: string,
  counts: Readonly<Record<string, number>>,
): Promise<void> {
  if (Object.keys(counts).length === 0) return
  await recordAct(trx, { school, act, by: 'termkeeper', right: 'watch', instruction: null, version, at, counts })
}

/** Schools of which something inside stands, the one looked at longest ago first. */
export async function schoolsToLookAt(db: Kysely<ControlDatabase>, limit: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('finding')
    .select('school_id')
    .where('what', 'in', findingsInside)
    .groupBy('school_id')
    .orderBy(sql`min(looked_at)`)
    .limit(limit)
    .execute()
  return rows.map(({ school_id }) => school_id)
}

/** Of which schools something of these stands. */
export async function schoolsWith(db: Kysely<ControlDatabase>, of: readonly Finding[]): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('finding').select('school_id').distinct().where('what', 'in', of).execute()
  return new Set(rows.map(({ school_id }) => school_id))
}

/** Over all schools: how many of each, for the metric. */
export async function countFindings(db: Kysely<ControlDatabase>): Promise<Found> {
  const rows = await db
    .selectFrom('finding')
    .select(({ fn }) => ['what', fn.sum<string>('how_many').as('howMany')])
    .groupBy('what')
    .execute()
  return Object.fromEntries(rows.map(({ what, howMany }) => [what, Number(howMany)]))
}
