import { sql } from 'kysely'
import type { Keyring } from '../../../vault/keyring/keyring.js'
import { openBefores } from '../before/open-before.js'
import { sealFact } from '../document.js'
import type { EraseTerms } from '../erase/begin.js'
import type { DueItem } from '../erase/due-items.js'
import { writeItemLines } from '../item-line.js'
import type { OpenSchool } from '../pools.js'
import { knownPeople } from '../time/known-people.js'
import { retime } from '../time/retime.js'
import type { CopyRow, SchoolTransaction } from '../transaction.js'
import { dropPartsOf } from '../parts/strip-parts.js'
import type { DroppedPart } from '../parts/strip-parts.js'
import { dropMemberships } from './drop-memberships.js'
import type { DroppedMembership } from './drop-memberships.js'
import { forgetUpns } from './forget-upns.js'
import { openDocuments } from './sealed-rows.js'
import { stripDocuments } from './strip-documents.js'
import type { Stripped, Stripping } from './strip-documents.js'

export interface ItemErasure extends EraseTerms, Pick<Stripping, 'school' | 'digestOf'> {
  readonly due: readonly DueItem[]
}

/**
 * Takes single items of single people out of their documents, memberships and parts, with a line for each, in one transaction; then the old
 * keys go. The keys of parts are gone before.
 * Whoever was stopped in between before is finished. Answers how much is left, or still opens: nothing, or it is not done.
 */
export async function eraseItems(opened: OpenSchool, keyring: Keyring, erasure: ItemErasure): Promise<number> {
  const { due, school, openKeys } = erasure
  const subjects = [...new Set(due.map(({ subject }) => subject))]
  const named = new Set(due.map(({ subject, item }) => `${subject} ${item}`))
  const goes = (code: string, subject: string | null) => named.has(`${subject ?? ''} ${code}`)
  const partKeys: string[] = []
  const { keyIds } = await stripDocuments(opened, keyring, { ...erasure, subjects, goes }, async (trx, stripped) => {
    const memberships = await dropMemberships(trx, ofThese(due), erasure.at)
    await forgetUpns(
      trx,
      due.filter(({ item }) => item === 'pupil.upn').map(({ subject }) => subject),
    )
    const parts = await dropPartsOf(trx, due, { at: erasure.at, because: erasure.erasure })
    partKeys.push(...parts.map(({ keyId }) => keyId))
    await writeItemLines(
      trx.db,
      due.map((one) => lineOf(one, { stripped, memberships, parts, erasure })),
    )
    const keys = await keyring.makeSubjectKeys(school, subjects, 'core')
    await noteErased(
      trx,
      due,
      (subject, value) => {
        const key = keys.get(subject)
        return key && sealFact(key, subject, 'itemErased', value)
      },
      erasure.at,
    )
    const people = await knownPeople(trx.db, openKeys, subjects)
    await retime(trx, people, { decide: erasure.decide, at: erasure.at, because: erasure.erasure })
  })
  const documents = await openDocuments(opened.db, openKeys, subjects)
  const befores = await openBefores(opened.db, openKeys, subjects)
  const left = [...documents, ...befores].filter(({ items, subject }) =>
    Object.keys(items ?? {}).some((code) => goes(code, subject)),
  ).length
  return left + (await openKeys([...keyIds, ...partKeys])).size
}

function ofThese(due: readonly DueItem[]) {
  return sql<boolean>`(subject_id, item) in (
    select * from unnest(${due.map(({ subject }) => subject)}::uuid[], ${due.map(({ item }) => item)}::text[]))`
}

interface Taken {
  readonly stripped: Stripped
  readonly memberships: readonly DroppedMembership[]
  readonly parts: readonly DroppedPart[]
  readonly erasure: ItemErasure
}

function lineOf({ subject, item, dueAt }: DueItem, { stripped, memberships, parts, erasure }: Taken) {
  const documents = stripped.touched.filter((one) => one.subject === subject && item in one.items).length
  const dropped = [...memberships, ...parts].filter((one) => one.subject === subject && one.item === item).length
  const receipt = erasure.receiptOf(subject)
  return { erasure: erasure.erasure, item, receipt, instruction: null, dueAt, held: documents + dropped }
}

/** That a withdrawal was carried out is a fact: it sets no date any more, though it stands. */
async function noteErased(
  trx: SchoolTransaction,
  due: readonly DueItem[],
  sealed: (subject: string, value: string) => Buffer | undefined,
  at: Date,
): Promise<void> {
  const rows = due.flatMap(({ subject, item }, index): CopyRow[] => {
    const value = sealed(subject, JSON.stringify({ item }))
    // One a millisecond: two facts of one name and person cannot be of one instant.
    return value ? [[subject, 'itemErased', new Date(at.getTime() + index), value]] : []
  })
  await trx.copy('fact', ['subject_id', 'what', 'learned_at', 'sealed'], rows)
}
