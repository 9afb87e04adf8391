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

/** As a reader sees a record: shown, of one who left or is disabled, or hidden. */
export type RecordState = 'shown' | 'left' | 'hidden'

export interface RecordQuery {
  readonly kind: RecordKind
  readonly at: Date
  readonly today: string
  readonly limit: number
  readonly state: RecordState | 'any'
  readonly after?: string | undefined
  readonly id?: string | undefined
  readonly group?: string | undefined
}

export interface OpenRecord {
  readonly id: string
  readonly state: RecordState
  readonly updatedAt: Date
  readonly items: Items
  readonly memberships: readonly Membership[]
  /** Withdrawn of this person alone. */
  readonly withheld: ReadonlySet<string>
}

export interface RecordReader {
  readonly db: Kysely<SchoolDatabase>
  readonly keyring: Keyring
  readonly school: string
  readonly granted: ReadonlySet<ItemCode>
}

export interface RecordPage {
  readonly records: readonly OpenRecord[]
  /** The id after which the next page begins; null on the last. */
  readonly next: string | null
}

/**
 * Opens the records of one page: only those documents, only for this request, and of each only what is granted now. A withdrawn item is
 * hidden from the moment of its withdrawal, whatever the document still holds.
 *
 * A key that is gone is that of a document which was sealed again since it was read, or erased. A second look tells which: what is still
 * closed then is erased, and left out. The page after it is asked for all the same.
 */
export async function readRecords(reader: RecordReader, query: RecordQuery): Promise<RecordPage> {
  const page = await openPage(reader, query)
  return page.closed === 0 ? page : openPage(reader, query)
}

async function openPage(
  { db, keyring, school, granted }: RecordReader,
  query: RecordQuery,
): Promise<RecordPage & { readonly closed: number }> {
  const selected = await selectRows(db, query, granted)
  const rows = selected.slice(0, query.limit)
  const ids = rows.map(({ id }) => id)
  const [keys, memberships] = await Promise.all([
    keyring.openKeys(school, [...new Set(rows.map(({ sealed }) => sealedUnder(sealed)))]),
    query.kind === 'group' ? [] : openMemberships(db, ids, query.today),
  ])
  const ofSubject = bySubject(memberships)
  const records = rows.flatMap(({ id, sealed, state, updated_at, withheld: codes }) => {
    const key = keys.get(sealedUnder(sealed))
    if (!key) return []
    const withheld = new Set(codes)
    const items = onlyGranted(openItems(key, id, sealed), granted, withheld)
    const own = (ofSubject.get(id) ?? []).filter(({ item }) => !withheld.has(item))
    return [{ id, state, updatedAt: updated_at, items, memberships: own, withheld }]
  })
  const next = selected.length > rows.length ? (ids.at(-1) ?? null) : null
  return { records, next, closed: rows.length - records.length }
}

/** Grouped once: a page of 500 pupils has 7,000 memberships, and looking through all of them for each is most of its time. */
function bySubject(memberships: readonly Membership[]): ReadonlyMap<string, readonly Membership[]> {
  const groups = new Map<string, Membership[]>()
  for (const membership of memberships) {
    const own = groups.get(membership.subjectId)
    if (own) own.push(membership)
    else groups.set(membership.subjectId, [membership])
  }
  return groups
}

interface Row {
  readonly id: string
  readonly sealed: Buffer
  readonly updated_at: Date
  readonly state: RecordState
  readonly withheld: readonly string[]
}

/**
 * One row more than a page. A group of one is hidden with its member, whose name its own may be. Who is in a group is itself an item:
 * asking by group finds nobody whose membership is not granted.
 */
async function selectRows(
  db: Kysely<SchoolDatabase>,
  { kind, at, today, limit, after, id, state, group }: RecordQuery,
  granted: ReadonlySet<ItemCode>,
): Promise<readonly Row[]> {
  const stateNow = sql<RecordState>`case
    when s.hidden_from <= ${at} or s.suppressed_from <= ${at} or s.erasure is not null then 'hidden'
    when s.left_from <= ${at} then 'left' else 'shown' end`
  const inGroup = sql<boolean>`exists (
    select 1 from membership m where m.subject_id = r.id and m.group_id = ${group}
       and m.item = any(${[...granted]}::text[]) and not (m.item = any(s.withheld)) and (m.to_on is null or m.to_on > ${today}::date))`
  const { rows } = await sql<Row>`
    select r.id, r.sealed, r.updated_at, ${stateNow} as state, coalesce(s.withheld, '{}') as withheld
      from record r left join subject s on s.id = coalesce(r.subject_id, r.id)
     where r.kind = ${kind} and ${state === 'any' ? anything : sql`${stateNow} = ${state}`}
       and ${after === undefined ? anything : sql`r.id > ${after}`} and ${id === undefined ? anything : sql`r.id = ${id}`}
       and ${group === undefined ? anything : inGroup}
     order by r.id limit ${limit + 1}`.execute(db)
  return rows
}

const anything = sql<boolean>`true`

function onlyGranted(items: Items, granted: ReadonlySet<string>, withheld: ReadonlySet<string>): Items {
  return Object.fromEntries(Object.entries(items).filter(([code]) => granted.has(code) && !withheld.has(code)))
}
