import { sql } from 'kysely'
import type pg from 'pg'
import type { ChangeSet, Match } from '../../../pipeline/compare.js'
import { schoolTransaction } from '../transaction.js'
import type { SchoolTransaction } from '../transaction.js'
import { addArrivals } from './add.js'
import { learnFacts } from './facts.js'
import { retimeTouched } from './retime-touched.js'
import { writeFeed } from './feed.js'
import type { Replaced } from './feed.js'
import { moveMemberships } from './memberships.js'
import { isPerson } from './plan.js'
import type { ApplyPlan } from './plan.js'
import { retireNames } from './retire-names.js'
import { learnLeavings } from './stated-leavings.js'
import { HeldChangedMeanwhile, updateRecords, updateSubjects } from './update.js'
import { loadWithheld } from '../withheld.js'

/**
 * Whether there is anything to write. A night on which nothing changed needs no plan and opens no transaction: groups that gain or lose
 * their sole member show as people whose memberships changed.
 */
export function changesAnything({ added, changed, aboutChanged, restored, rebound, missing }: ChangeSet): boolean {
  return [added, changed, aboutChanged, restored, rebound, missing].some((outcome) => outcome.length > 0)
}

/**
 * Applies a change set in one transaction, with its feed: all of it or nothing. Throws `HeldChangedMeanwhile` where a row is no longer
 * the one that was compared.
 */
export async function applyPlan(pool: pg.Pool, plan: ApplyPlan): Promise<void> {
  const { changed, aboutChanged, restored, rebound } = plan.changes
  await schoolTransaction(pool, async (trx) => {
    await refuseIfWithdrawn(trx, plan)
    await retireNames(trx, plan)
    await addArrivals(trx, plan)
    const replaced = await updateRecords(trx, plan, distinct([...changed, ...rebound, ...plan.resealed]))
    const about = distinct([...aboutChanged, ...restored]).filter(({ held }) => isPerson(held))
    await updateSubjects(trx, plan, about)
    await learnIdentities(trx, about)
    const people = about.map(({ arrival }) => arrival)
    await learnFacts(trx, plan, people)
    const movers = about.filter(({ held }) => !plan.factsOnly.has(held.id)).map(({ arrival }) => arrival)
    const moves = await moveMemberships(trx, plan, movers)
    const dropped = await markMissing(trx, plan)
    await learnLeavings(trx, plan)
    await writeFeed(trx, plan, { moves, replaced, dropped })
    await retimeTouched(trx, plan)
  })
}

/** An item of somebody was withdrawn, or granted again, after the gate: the next attempt reads by what holds now (R04). */
async function refuseIfWithdrawn(trx: SchoolTransaction, { withheld }: ApplyPlan): Promise<void> {
  const text = (of: ApplyPlan['withheld']) => JSON.stringify(of.map(({ subject, items }) => [subject, items]))
  if (text(await loadWithheld(trx.db)) !== text(withheld))
    throw new HeldChangedMeanwhile('What is withdrawn of single people changed while they were read.')
}

function distinct(matches: readonly Match[]): readonly Match[] {
  return [...new Map(matches.map((match) => [match.held.id, match])).values()]
}

/**
 * Adds identities that are new to us. Old ones stay: by one of them the same person may be found again. Not an old UPN, which was corrected,
 * or was temporary, or is no longer granted: it may be another's.
 */
async function learnIdentities(trx: SchoolTransaction, matches: readonly Match[]): Promise<void> {
  const rows = matches.flatMap(({ held, arrival }) =>
    arrival.identities.map(({ kind, hash }) => ({
      subject_id: held.id,
      key_kind: kind,
      key_hmac: Buffer.from(hash, 'hex'),
    })),
  )
  if (rows.length === 0) return
  const ids = matches.map(({ held }) => held.id)
  const upns = rows.filter(({ key_kind }) => key_kind === 'upn')
  await sql`
    delete from identity i where subject_id = any(${ids}::uuid[]) and key_kind = 'upn' and not exists (
      select from unnest(${upns.map(({ subject_id }) => subject_id)}::uuid[], ${upns.map(({ key_hmac }) => key_hmac)}::bytea[])
               as n(subject, hash) where n.subject = i.subject_id and n.hash = i.key_hmac)`.execute(trx.db)
  await trx.db
    .insertInto('identity')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/**
 * Notes who is absent, and drops groups that are: a group is nobody's record. What absence means is the law's to say. Answers what the
 * groups were.
 */
async function markMissing(trx: SchoolTransaction, plan: ApplyPlan): Promise<ReadonlyMap<string, Replaced>> {
  const people = plan.changes.missing.filter(isPerson).map(({ id }) => id)
  const groups = plan.changes.missing.filter((held) => !isPerson(held)).map(({ id }) => id)
  const absent = { absent_since: plan.at, absence_run: plan.runId, absence_before: null, kept_until: null }
  if (people.length > 0) await trx.db.updateTable('subject').set(absent).where('id', 'in', people).execute()
  if (groups.length === 0) return new Map()
  const dropped = trx.db.deleteFrom('record').where('id', 'in', groups).returning(['id', 'sealed', 'ref_hmac as ref'])
  return new Map((await dropped.execute()).map(({ id, ...group }) => [id, group]))
}
