import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { PartName } from '../../../pipeline/parts/compare-parts.js'
import type { Keyring } from '../../../vault/keyring/keyring.js'
import { open, seal, sealedUnder } from '../../../vault/sealing.js'
import type { OpenKey } from '../../../vault/open-key.js'
import type { SchoolDatabase } from '../database.js'

/** A document belongs to its pupil and part: moved to another row it does not open. */
const about = ({ subject, part }: PartName) => `part/${subject}/${part}`

/** What is sealed of a part: made by the one file of each kind of part, out of what passed the gate. */
export function sealPart(key: OpenKey, name: PartName, plain: Uint8Array | string): Buffer {
  return seal(key, plain, about(name))
}

export interface PartDocument extends PartName {
  readonly sealed: Buffer
}

/** Opens rows of parts. One whose key is gone was erased since its row was read, and is left out. */
export async function openParts<Row extends PartDocument>(
  keyring: Pick<Keyring, 'openKeys'>,
  school: string,
  rows: readonly Row[],
): Promise<readonly { readonly row: Row; readonly plain: Buffer }[]> {
  const keys = await keyring.openKeys(school, [...new Set(rows.map(({ sealed }) => sealedUnder(sealed)))])
  return rows.flatMap((row) => {
    const key = keys.get(sealedUnder(row.sealed))
    return key ? [{ row, plain: open(key, row.sealed, about(row)) }] : []
  })
}

/** Those of these parts that are held, sealed as they are. */
export async function partDocuments(
  db: Kysely<SchoolDatabase>,
  names: readonly PartName[],
): Promise<readonly PartDocument[]> {
  if (names.length === 0) return []
  const column = <Key extends keyof PartName>(key: Key) => names.map((name) => name[key])
  const { rows } = await sql<PartDocument>`
    select p.subject_id as subject, p.part, p.sealed
      from unnest(${column('subject')}::uuid[], ${column('part')}::text[]) as n(subject, part)
      join part p on p.subject_id = n.subject and p.part = n.part`.execute(db)
  return rows
}
