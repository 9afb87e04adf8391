import { sql } from 'kysely'
import { sealedUnder } from '../../../vault/sealing.js'
import { openItems, sealRemaining } from '../document.js'
import type { Items } from '../document.js'
import type { CopyRow, SchoolTransaction } from '../transaction.js'
import type { AsLeft } from './as-left.js'
import type { RunEntry } from './entries.js'
import { tell } from './tell.js'
import type { Reverting } from './reverting.js'

interface Earlier {
  readonly id: string
  readonly digest: Buffer
  readonly sealed: Buffer
}

/**
 * Puts back the documents that the run replaced, where they still are as it left them, without what is not granted or was withdrawn since.
 * Answers whose they are.
 */
export async function revertDocuments(
  trx: SchoolTransaction,
  entries: readonly RunEntry[],
  left: ReadonlyMap<string, AsLeft>,
  reverting: Reverting,
): Promise<readonly string[]> {
  const { at, runId, of } = reverting
  const replaced = entries.filter(({ op, recordId }) => op === 'changed' && left.get(recordId)?.runId === of)
  const earlier = await openEarlier(replaced, left, reverting)
  const sealed = await sealEarlier(trx, earlier, reverting)
  if (sealed.length === 0) return []
  const { rows } = await sql<{ id: string; kind: string; before: Buffer }>`
    update record r set digest = n.digest, sealed = n.sealed, run_id = ${runId}, updated_at = ${at}
      from unnest(${sealed.map(({ id }) => id)}::uuid[], ${sealed.map((one) => one.digest)}::bytea[],
                  ${sealed.map((one) => one.sealed)}::bytea[]) as n(id, digest, sealed) join record o on o.id = n.id
     where r.id = n.id
    returning r.id, r.kind, o.sealed as before`.execute(trx.db)
  await tell(
    trx,
    rows.map(({ id, kind, before }): CopyRow => [
      at, 'changed', kind, id, kind === 'group' ? null : id, null, runId, before, null,
    ]), // prettier-ignore
  )
  return rows.map(({ id }) => id)
}

/** Opens what was replaced. What no key opens any more stays as it is. */
async function openEarlier(
  replaced: readonly RunEntry[],
  left: ReadonlyMap<string, AsLeft>,
  { school, keyring, granted }: Reverting,
): Promise<readonly { readonly id: string; readonly items: Items }[]> {
  const sealed = replaced.flatMap(({ recordId, before }) => (before ? [{ id: recordId, before }] : []))
  const keys = await keyring.openKeys(school, [...new Set(sealed.map(({ before }) => sealedUnder(before)))])
  return sealed.flatMap(({ id, before }) => {
    const key = keys.get(sealedUnder(before))
    const withheld = left.get(id)?.withheld ?? []
    const passes = ([code]: [string, unknown]) => granted.has(code) && !withheld.includes(code)
    return key ? [{ id, items: Object.fromEntries(Object.entries(openItems(key, id, before)).filter(passes)) }] : []
  })
}

async function sealEarlier(
  trx: SchoolTransaction,
  earlier: readonly { readonly id: string; readonly items: Items }[],
  { school, keyring, digestOf }: Reverting,
): Promise<readonly Earlier[]> {
  if (earlier.length === 0) return []
  const ids = earlier.map(({ id }) => id)
  // Under whose key a record lies: a person's own, an only member's, or where it is null the school's.
  const query = trx.db.selectFrom('record').select(['id', 'kind', 'subject_id as owner']).where('id', 'in', ids)
  const records = new Map((await query.execute()).map((record) => [record.id, record]))
  const owners = [...records.values()].flatMap(({ owner }) => owner ?? [])
  const keys = await keyring.makeSubjectKeys(school, [...new Set(owners)], 'core')
  const groups = await keyring.schoolKey(school, 'groups')
  return earlier.flatMap(({ id, items }) => {
    const record = records.get(id)
    const key = record && (record.owner === null ? groups : keys.get(record.owner))
    if (!key) return []
    const digest = Buffer.from(digestOf(record.kind, items), 'hex')
    return [{ id, digest, sealed: sealRemaining(key, id, items) }]
  })
}
