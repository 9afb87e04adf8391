import type { Kysely } from 'kysely'
import type { Held } from '../../../pipeline/compare.js'
import { KeyDestroyed } from '../../../vault/key-destroyed.js'
import type { Keyring } from '../../../vault/keyring/keyring.js'
import type { OpenKey } from '../../../vault/open-key.js'
import { openBefores } from '../before/open-before.js'
import type { SchoolDatabase } from '../database.js'
import type { Items } from '../document.js'
import type { OpenSchool } from '../pools.js'
import type { SchoolTransaction } from '../transaction.js'
import { schoolTransaction } from '../transaction.js'
import { openDocuments, openFacts } from './sealed-rows.js'
import type { Document } from './sealed-rows.js'
import { sealAgain } from './seal-again.js'
import { holdsWhatGoes, stripBefores } from './strip-befores.js'

/** Which items go, and of whom. */
export interface Stripping {
  readonly school: string
  /** Whose documents are looked at. */
  readonly subjects: readonly string[] | 'all'
  readonly goes: (code: string, subject: string | null) => boolean
  /** As a read that brings what is left would digest it, in hex: so that the next night finds nothing to write. */
  readonly digestOf: (kind: Held['kind'], items: Items) => string
  readonly at: Date
}

export interface Stripped {
  /** Documents that held something of it, as they were. */
  readonly touched: readonly Document[]
  /** Under which all of it was sealed: they must open nothing when it is done. */
  readonly keyIds: readonly string[]
  /** Whose documents and facts lie under a new key now. */
  readonly freshKeys: ReadonlyMap<string, OpenKey>
}

/**
 * Takes items out of documents. Whoever had one gets a new key, and all that was sealed under the old one is sealed again, because the old
 * document is still in the write-ahead log and in backups; where a group had one, the school's key for groups is replaced. Whoever was
 * stopped between two keys before is finished too, so that it can be repeated at any point. `inside` belongs to the same transaction: it
 * holds the school's lock, so that no fact that is learned meanwhile is sealed under a key that is about to go.
 */
export async function stripDocuments(
  { pool }: OpenSchool,
  keyring: Keyring,
  stripping: Stripping,
  inside: (trx: SchoolTransaction, stripped: Stripped) => Promise<void>,
): Promise<Stripped> {
  const { school } = stripping
  const stripped = await schoolTransaction(pool, async (trx) => {
    const done = await stripIn(trx, keyring, stripping)
    await inside(trx, done)
    return done
  })
  await keyring.dropOlderGenerations(school, [...stripped.freshKeys.keys()], 'core')
  await keyring.dropOlderSchoolKeys(school, 'groups')
  return stripped
}

async function stripIn(trx: SchoolTransaction, keyring: Keyring, stripping: Stripping): Promise<Stripped> {
  const { school, subjects: among, goes } = stripping
  const openKeys = (ids: readonly string[]) => keyring.openKeys(school, ids)
  const half = await keyring.halfReplaced(school)
  const held = await openDocuments(trx.db, openKeys, among === 'all' ? 'all' : [...among, ...half.subjects])
  const befores = await openBefores(trx.db, openKeys, among === 'all' ? 'all' : [...among, ...half.subjects])
  const touched = held.filter(({ items, subject }) => Object.keys(items).some((code) => goes(code, subject)))
  const whose = [...touched, ...befores.filter((one) => holdsWhatGoes(one, goes))].map(({ subject }) => subject)
  const groupsGo = half.parts.includes('groups') || whose.includes(null)
  const documents = groupsGo && among !== 'all' ? [...held, ...(await groupDocuments(trx.db, openKeys))] : held
  const subjects = [...new Set([...whose.flatMap((subject) => subject ?? []), ...half.subjects])]
  const facts = await openFacts(trx.db, openKeys, subjects)
  const freshKeys = await keyring.nextSubjectKeys(school, subjects, 'core')
  const groups = groupsGo ? await keyring.nextSchoolKey(school, 'groups') : undefined
  const again = documents.filter(({ subject }) => (subject === null ? groupsGo : freshKeys.has(subject)))
  await sealAgain(trx, {
    documents: again.map((document) => ({
      ...document,
      key: present(document.subject === null ? groups : freshKeys.get(document.subject)),
      touched: touched.includes(document),
      items: Object.fromEntries(Object.entries(document.items).filter(([code]) => !goes(code, document.subject))),
    })),
    facts: facts.map((fact) => ({ ...fact, key: present(freshKeys.get(fact.subject)) })),
    stripping,
  })
  const replaced = befores.filter(({ subject }) => freshKeys.has(subject ?? ''))
  const keyIds = [...new Set([...again, ...facts, ...replaced].map(({ keyId }) => keyId))]
  await stripBefores(trx, befores, { goes, freshKeys, keyIds })
  return { touched, freshKeys, keyIds }
}

async function groupDocuments(
  db: Kysely<SchoolDatabase>,
  openKeys: Parameters<typeof openDocuments>[1],
): Promise<readonly Document[]> {
  return (await openDocuments(db, openKeys, 'all')).filter(({ subject }) => subject === null)
}

function present(key: OpenKey | undefined): OpenKey {
  if (!key) throw new KeyDestroyed('A key that was just made is not there.')
  return key
}
