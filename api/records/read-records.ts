import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { ItemCode } from '../../agreement/items.js'
import { openItems } from '../../db/school/document.js'
import type { Items } from '../../db/school/document.js'
import type { SchoolDatabase } from '../../db/school/database.js'
import { openMemberships } from '../../db/school/membership.js'
import type { Membership } from '../../db/school/membership.js'
import type { Keyring } from '../../vault/keyring/keyring.js'
import { sealedUnder } from '../../vault/sealing.js'

export type RecordKind = 'pupil' | 'staff' | 'group'

export interface RecordQuery {
  readonly kind: RecordKind
  readonly at: Date
  readonly today: string
  readonly limit: number
  readonly after?: string | undefined
  readonly id?: string | undefined
  readonly hidden?: boolean | undefined
  readonly group?: string | undefined
}

export interface OpenRecord {
  readonly id: string
  readonly hidden: boolean
  readonly updatedAt: Date
  readonly items: Items
  readonly memberships: readonly Membership[]
}

export interface RecordReader {
  readonly db: Kysely<SchoolDatabase>
  readonly keyring: Keyring
  readonly school: string
  readonly granted: ReadonlySet<ItemCode>
}

/**
 * Opens the records of one page: only those documents, only for this request, and of each only what is granted now. A withdrawn item is
 * hidden from the moment of its withdrawal, whatever the document still holds.
 */
export async function readRecords(
  { db, keyring, school, granted }: RecordReader,
  query: RecordQuery,
): Promise<readonly OpenRecord[]> {
  const rows = await selectRows(db, query)
  const [keys, memberships] = await Promise.all([
    keyring.openKeys(school, [...new Set(rows.map(({ sealed }) => sealedUnder(sealed)))]),
    query.kind === 'group'
      ? []
      : openMemberships(
          db,
          rows.map(({ id }) => id),
          query.today,
        ),
  ])
  return rows.flatMap(({ id, sealed, hidden, updated_at }) => {
    const key = keys.get(sealedUnder(sealed))
    // A key that is gone is an erasure under way: the record is as good as gone.
    if (!key) return []
    const items = onlyGranted(openItems(key, id, sealed), granted)
    return [
      {
        id,
        hidden,
        updatedAt: updated_at,
        items,
        memberships: memberships.filter(({ subjectId }) => subjectId === id),
      },
    ]
  })
}

interface Row {
  readonly id: string
  readonly sealed: Buffer
  readonly updated_at: Date
  readonly hidden: boolean
}

async function selectRows(db: Kysely<SchoolDatabase>, query: RecordQuery): Promise<readonly Row[]> {
  const { kind, at, today, limit, after, id, hidden = false, group } = query
  const { rows } = await sql<Row>`
    select r.id, r.sealed, r.updated_at, coalesce(s.hidden_from <= ${at}, false) as hidden
      from record r left join subject s on s.id = r.id
     where r.kind = ${kind} and coalesce(s.hidden_from <= ${at}, false) = ${hidden}
       and (${after ?? null}::uuid is null or r.id > ${after ?? null}::uuid)
       and (${id ?? null}::uuid is null or r.id = ${id ?? null}::uuid)
       and (${group ?? null}::uuid is null or exists (
             select 1 from membership m where m.subject_id = r.id and m.group_id = ${group ?? null}::uuid
                and (m.to_on is null or m.to_on > ${today}::date)))
     order by r.id limit ${limit}`.execute(db)
  return rows
}

function onlyGranted(items: Items, granted: ReadonlySet<string>): Items {
  return Object.fromEntries(Object.entries(items).filter(([code]) => granted.has(code)))
}
