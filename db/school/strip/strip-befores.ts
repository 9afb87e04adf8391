import { sql } from 'kysely'
import type { OpenKey } from '../../../vault/open-key.js'
import type { Before } from '../before/open-before.js'
import { dropBefores, dropGroupsUnder } from '../before/drop-before.js'
import { sealRemaining } from '../document.js'
import type { Items } from '../document.js'
import type { SchoolTransaction } from '../transaction.js'

interface StrippingBefores {
  readonly goes: (code: string, subject: string | null) => boolean
  /** Whose documents lie under a new key now. */
  readonly freshKeys: ReadonlyMap<string, OpenKey>
  /** Under which all of it lay that was sealed again: these keys are about to go. */
  readonly keyIds: readonly string[]
}

/** Whether anything of what was replaced has to go. */
export const holdsWhatGoes = ({ items, subject }: Before, goes: StrippingBefores['goes']): boolean =>
  items !== null && Object.keys(items).some((code) => goes(code, subject))

/**
 * Takes items out of what runs replaced, as out of the documents, and seals what is left under the new keys. What groups were called goes
 * whole where its key does, or where anything of it has to; and so does what no key opens.
 */
export async function stripBefores(
  trx: SchoolTransaction,
  befores: readonly Before[],
  { goes, freshKeys, keyIds }: StrippingBefores,
): Promise<void> {
  const again = befores.flatMap(({ seq, record, subject, items }) => {
    const key = freshKeys.get(subject ?? '')
    return key && items ? [{ seq, sealed: sealRemaining(key, record, without(items, subject, goes)) }] : []
  })
  await sql`
    update change c set before = n.sealed
      from unnest(${again.map(({ seq }) => seq)}::bigint[], ${again.map(({ sealed }) => sealed)}::bytea[]) as n(seq, sealed)
     where c.seq = n.seq`.execute(trx.db)
  const gone = befores.filter((one) => one.items === null || (one.subject === null && holdsWhatGoes(one, goes)))
  await dropBefores(
    trx,
    gone.map(({ seq }) => seq),
  )
  await dropGroupsUnder(trx, keyIds)
}

function without(items: Items, subject: string | null, goes: StrippingBefores['goes']): Items {
  return Object.fromEntries(Object.entries(items).filter(([code]) => !goes(code, subject)))
}
