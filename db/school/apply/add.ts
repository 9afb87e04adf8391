import type { Arrival } from '../../../pipeline/digest.js'
import { sealFact, sealItems } from '../document.js'
import type { CopyRow, SchoolTransaction } from '../transaction.js'
import { factsOf } from './facts.js'
import { isPerson } from './plan.js'
import type { ApplyPlan } from './plan.js'

/** Writes who and what is new, in bulk: a first night is one COPY a table. */
export async function addArrivals(trx: SchoolTransaction, plan: ApplyPlan): Promise<void> {
  const { added } = plan.changes
  const people = added.filter(isPerson)
  await trx.copy(
    'subject',
    ['id', 'kind', 'about_digest', 'places_digest'],
    people.map((person) => subjectRow(person, plan)),
  )
  await trx.copy(
    'identity',
    ['subject_id', 'key_kind', 'key_hmac'],
    people.flatMap((person) => identityRows(person, plan)),
  )
  await trx.copy(
    'record',
    ['id', 'kind', 'ref_hmac', 'subject_id', 'digest', 'sealed', 'run_id', 'updated_at'],
    eachOf(added, (arrival) => [recordRow(arrival, plan)]),
  )
  await trx.copy(
    'fact',
    ['subject_id', 'what', 'learned_at', 'sealed'],
    eachOf(people, (person) => factRows(person, plan)),
  )
  await trx.copy(
    'membership',
    ['subject_id', 'group_id', 'item', 'from_on', 'to_on'],
    eachOf(people, (person) => membershipRows(person, plan)),
  )
}

/** The rows of each, made as they are asked for. */
function* eachOf(arrivals: readonly Arrival[], rowsOf: (arrival: Arrival) => CopyRow[]): Iterable<CopyRow> {
  for (const arrival of arrivals) yield* rowsOf(arrival)
}

function subjectRow(person: Arrival, plan: ApplyPlan): CopyRow {
  const digests = [person.aboutDigest, person.placesDigest].map((digest) => Buffer.from(digest, 'hex'))
  return [plan.idOf(person), person.kind, ...digests]
}

function identityRows(person: Arrival, plan: ApplyPlan): CopyRow[] {
  return person.identities.map(({ kind, hash }) => [plan.idOf(person), kind, Buffer.from(hash, 'hex')])
}

function recordRow(arrival: Arrival, plan: ApplyPlan): CopyRow {
  const id = plan.idOf(arrival)
  const subject = isPerson(arrival) ? id : (plan.ownerOf(id) ?? null)
  const sealed = sealItems(plan.keyOf(arrival), id, arrival.record)
  const hashes = [Buffer.from(arrival.refHash, 'hex'), subject, Buffer.from(arrival.digest, 'hex')]
  return [id, arrival.kind, ...hashes, sealed, plan.runId, plan.at]
}

function factRows(person: Arrival, plan: ApplyPlan): CopyRow[] {
  const id = plan.idOf(person)
  const key = plan.personKey(id)
  return factsOf(person).map(({ what, value }) => [id, what, plan.at, sealFact(key, id, what, value)])
}

function membershipRows(person: Arrival, plan: ApplyPlan): CopyRow[] {
  return plan
    .membershipsOf(person)
    .map(({ subjectId, groupId, item, from, to }) => [subjectId, groupId, item, from ?? plan.today, to ?? null])
}
