import { sql } from 'kysely'
import type { ItemCode } from '../../../agreement/items.js'
import type { Keyring } from '../../../vault/keyring/keyring.js'
import { openBefores } from '../before/open-before.js'
import { writeItemLines } from '../item-line.js'
import type { ItemLine } from '../item-line.js'
import type { OpenSchool } from '../pools.js'
import type { CopyRow, SchoolTransaction } from '../transaction.js'
import { dropMemberships } from './drop-memberships.js'
import type { DroppedMembership } from './drop-memberships.js'
import { forgetUpns } from './forget-upns.js'
import { openDocuments } from './sealed-rows.js'
import { stripDocuments } from './strip-documents.js'
import type { Stripped, Stripping } from './strip-documents.js'

export interface Withdrawal extends Pick<Stripping, 'school' | 'digestOf' | 'at'> {
  readonly granted: ReadonlySet<ItemCode>
  /** How the evidence of one item's going is named, on which instruction it goes, and by when. */
  readonly lineOf: (item: string) => Omit<ItemLine, 'item' | 'receipt' | 'held'>
}

/**
 * Takes what is not granted out of every document of a school, and out of the memberships, tells the application of it and writes down how
 * much it was. Repeatable: a second time it finds nothing more. Answers how much of it is left, or still opens: nothing, or it is not done.
 */
export async function withdrawForAll(opened: OpenSchool, keyring: Keyring, withdrawal: Withdrawal): Promise<number> {
  const { school, granted } = withdrawal
  const goes = (code: string) => !isGranted(code, granted)
  const ungranted = sql<boolean>`not (item = any(${[...granted]}::text[]))`
  const stripping = { ...withdrawal, subjects: 'all', goes } as const
  const { keyIds } = await stripDocuments(opened, keyring, stripping, async (trx, stripped) => {
    const memberships = await dropMemberships(trx, ungranted, withdrawal.at)
    if (goes('pupil.upn')) await forgetUpns(trx, 'all')
    await writeItemLines(trx.db, linesOf(stripped, memberships, { ...withdrawal, goes }))
    await tell(trx, stripped, memberships, { ...withdrawal, goes })
  })
  const openKeys = (ids: readonly string[]) => keyring.openKeys(school, ids)
  const documents = await openDocuments(opened.db, openKeys, 'all')
  const befores = await openBefores(opened.db, openKeys, 'all')
  const left = [...documents, ...befores].filter(({ items }) => Object.keys(items ?? {}).some(goes)).length
  return left + (await openKeys(keyIds)).size
}

const isGranted = (code: string, granted: ReadonlySet<string>) => granted.has(code)

type Counting = Pick<Withdrawal, 'lineOf'> & { readonly goes: (code: string) => boolean }

function linesOf(
  { touched }: Stripped,
  memberships: readonly DroppedMembership[],
  { lineOf, goes }: Counting,
): readonly ItemLine[] {
  const gone = touched.flatMap(({ items }) => Object.keys(items).filter(goes))
  const held = new Map<string, number>()
  for (const item of [...gone, ...memberships.map((one) => one.item)]) held.set(item, (held.get(item) ?? 0) + 1)
  return [...held].map(([item, count]) => ({ ...lineOf(item), item, receipt: null, held: count }))
}

/** One entry a record that lost something, one a membership that held: the application has to do the same. */
async function tell(
  trx: SchoolTransaction,
  { touched }: Stripped,
  memberships: readonly DroppedMembership[],
  { at, lineOf, goes }: Counting & Pick<Withdrawal, 'at'>,
): Promise<void> {
  const because = (item: string) => `instruction-${lineOf(item).instruction ?? 0}`
  const changed = touched.map(({ id, kind, subject, items }): CopyRow => {
    const [first = ''] = Object.keys(items).filter(goes)
    return [at, 'changed', kind, id, kind === 'group' ? null : subject, null, because(first)]
  })
  const removed = memberships
    .filter(({ held }) => held)
    .map(({ group, subject, item }): CopyRow => [at, 'removed', 'membership', group, subject, at, because(item)])
  const columns = ['at', 'op', 'kind', 'record_id', 'subject_id', 'effective_from', 'run_id']
  await trx.copy('change', columns, [...changed, ...removed])
}
