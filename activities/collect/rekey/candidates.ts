import type { Kysely } from 'kysely'
import { upnIdentifies } from '../../../agreement/identifiers/upn.js'
import type { SchoolDatabase } from '../../../db/school/database.js'
import { openDocuments, openFacts } from '../../../db/school/strip/sealed-rows.js'
import { identitiesOf, subjectsByIdentity } from '../../../db/school/subject.js'
import type { OpenKeys } from '../../../db/school/time/known-people.js'
import { refKey } from '../../../pipeline/assign.js'
import type { Held } from '../../../pipeline/compare.js'
import type { Arrival } from '../../../pipeline/digest.js'
import type { Candidate, Stranger } from './find-again.js'
import { portraitOf } from './portrait.js'

/** What is held of these people to know them by: their documents are opened, in memory, for as long as it takes to look. */
export async function candidatesOf(
  db: Kysely<SchoolDatabase>,
  openKeys: OpenKeys,
  held: readonly Held[],
): Promise<readonly Candidate[]> {
  const ids = held.map(({ id }) => id)
  const [documents, facts, identities] = await Promise.all([
    openDocuments(db, openKeys, ids),
    openFacts(db, openKeys, ids),
    identitiesOf(db, ids),
  ])
  const items = new Map(documents.map((document) => [document.id, document.items]))
  // In the order of learning: the last spell stays.
  const spells = new Map(facts.filter(({ what }) => what === 'spell').map(({ subject, value }) => [subject, value]))
  return held.flatMap(({ id, kind }) => {
    if (kind === 'group') return []
    const names = identities.get(id) ?? []
    return {
      id,
      kind,
      upns: new Set(names.filter((name) => name.kind === 'upn').map(({ hash }) => hash)),
      numbers: new Set(names.filter((name) => name.kind !== 'upn').map(({ hash }) => hash)),
      portrait: portraitOf(kind, items.get(id) ?? {}, firstDayIn(spells.get(id))),
    }
  })
}

export function strangersOf(arrivals: readonly Arrival[]): readonly Stranger[] {
  return arrivals.flatMap((arrival) => {
    const { kind, record } = arrival
    if (kind === 'group') return []
    const { identities } = arrival
    const upn = record.identities.find((one) => one.kind === 'upn')?.value
    const hash = identities.find((one) => one.kind === 'upn')?.hash
    return {
      key: refKey(arrival),
      kind,
      upn: upn === undefined || hash === undefined ? null : { hash, identifies: upnIdentifies(upn) },
      numbers: identities.filter((one) => one.kind !== 'upn').map((one) => one.hash),
      portrait: portraitOf(kind, record.items, record.facts.spell?.start ?? null),
    }
  })
}

/** Whom the UPNs of these name, by hash, among all who are held. A number that may stand for anybody is not asked for. */
export async function namesOfUpns(
  db: Kysely<SchoolDatabase>,
  strangers: readonly Stranger[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const hashes = strangers.flatMap(({ upn }) => (upn?.identifies === true ? [upn.hash] : []))
  return hashes.length === 0 ? new Map() : subjectsByIdentity(db, ['upn'], hashes)
}

function firstDayIn(spell: string | undefined): string | null {
  const read: unknown = spell === undefined ? null : JSON.parse(spell)
  const first: unknown = Array.isArray(read) ? read[0] : null
  return typeof first === 'string' ? first : null
}
