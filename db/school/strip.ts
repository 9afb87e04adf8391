import { sql } from 'kysely'
import type { ItemCode } from '../../agreement/items.js'
import { KeyDestroyed } from '../../vault/key-destroyed.js'
import type { Keyring } from '../../vault/keyring/keyring.js'
import type { OpenKey } from '../../vault/open-key.js'
import { sealedUnder } from '../../vault/sealing.js'
import { openFact, openItems, sealFact, sealRemaining } from './document.js'
import type { Items } from './document.js'
import type { FactName } from '../../agreement/retention/known-person.js'
import type { OpenSchool } from './pools.js'
import { schoolTransaction } from './transaction.js'
import type { SchoolTransaction } from './transaction.js'

/**
 * Takes what is not granted out of every document of a school, and out of the memberships. Whoever had such an item gets a new key, and
 * all that was sealed under the old one is sealed again, because the old document is still in the write-ahead log and in backups.
 * Names of groups stay under the school's key for groups, which cannot be replaced for one name alone.
 * Digests stay as they were: the next read finds them different and brings them up to date with the source.
 */
export async function stripDocuments(
  opened: OpenSchool,
  keyring: Keyring,
  school: string,
  granted: ReadonlySet<ItemCode>,
): Promise<void> {
  const documents = await openDocuments(opened, keyring, school)
  const touched = documents.filter(({ items }) => holdsUngranted(items, granted))
  const subjects = new Set(touched.flatMap(({ subject }) => subject ?? []))
  const resealed = documents.filter((document) => touched.includes(document) || subjects.has(document.subject ?? ''))
  const facts = await openFacts(opened, keyring, school, [...subjects])
  const fresh = await keyring.nextSubjectKeys(school, [...subjects], 'core')
  const groups = await keyring.schoolKey(school, 'groups')
  await schoolTransaction(opened.pool, async (trx) => {
    for (const { id, subject, items } of resealed) {
      const sealed = sealRemaining(subject === null ? groups : present(fresh, subject), id, onlyGranted(items, granted))
      await trx.db.updateTable('record').set({ sealed }).where('id', '=', id).execute()
    }
    for (const { subject, what, learnedAt, value } of facts) {
      const sealed = sealFact(present(fresh, subject), subject, what, value)
      const update = trx.db.updateTable('fact').set({ sealed }).where('subject_id', '=', subject)
      await update.where('what', '=', what).where('learned_at', '=', learnedAt).execute()
    }
    await dropMemberships(trx, granted)
  })
  await keyring.dropOlderGenerations(school, [...subjects], 'core')
}

interface Document {
  readonly id: string
  readonly subject: string | null
  readonly items: Items
}

async function openDocuments({ db }: OpenSchool, keyring: Keyring, school: string): Promise<readonly Document[]> {
  const stored = await db.selectFrom('record').select(['id', 'subject_id', 'sealed']).execute()
  const keys = await keyring.openKeys(school, keyIds(stored))
  return stored.map(({ id, subject_id, sealed }) => ({
    id,
    subject: subject_id,
    items: openItems(present(keys, sealedUnder(sealed)), id, sealed),
  }))
}

interface Fact {
  readonly subject: string
  readonly what: FactName
  readonly learnedAt: Date
  readonly value: string
}

async function openFacts(
  { db }: OpenSchool,
  keyring: Keyring,
  school: string,
  subjects: readonly string[],
): Promise<readonly Fact[]> {
  if (subjects.length === 0) return []
  const stored = await db.selectFrom('fact').selectAll().where('subject_id', 'in', subjects).execute()
  const keys = await keyring.openKeys(school, keyIds(stored))
  return stored.map(({ subject_id, what, learned_at, sealed }) => ({
    subject: subject_id,
    what,
    learnedAt: learned_at,
    value: openFact(present(keys, sealedUnder(sealed)), subject_id, what, sealed),
  }))
}

function keyIds(rows: readonly { readonly sealed: Buffer }[]): readonly string[] {
  return [...new Set(rows.map(({ sealed }) => sealedUnder(sealed)))]
}

function present(keys: ReadonlyMap<string, OpenKey>, of: string): OpenKey {
  const key = keys.get(of)
  if (!key) throw new KeyDestroyed('A document has no key although its subject is not erased.')
  return key
}

function holdsUngranted(items: Items, granted: ReadonlySet<string>): boolean {
  return Object.keys(items).some((code) => !granted.has(code))
}

function onlyGranted(items: Items, granted: ReadonlySet<string>): Items {
  return Object.fromEntries(Object.entries(items).filter(([code]) => granted.has(code)))
}

async function dropMemberships(trx: SchoolTransaction, granted: ReadonlySet<ItemCode>): Promise<void> {
  await sql`delete from membership where not (item = any(${[...granted]}::text[]))`.execute(trx.db)
}
