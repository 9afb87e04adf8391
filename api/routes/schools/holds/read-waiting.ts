import { sql } from 'kysely'
import type { ItemCode } from '../../../../agreement/items.js'
import { openItems } from '../../../../db/school/document.js'
import type { Items } from '../../../../db/school/document.js'
import type { Decision, HeldOp } from '../../../../db/school/hold/hold.js'
import { openStaged } from '../../../../db/school/hold/staged-record.js'
import type { OpenKey } from '../../../../vault/open-key.js'
import { sealedUnder } from '../../../../vault/sealing.js'
import type { RecordKind, RecordReader } from '../../../records/read-records.js'

interface Row {
  readonly id: string
  readonly op: HeldOp
  readonly kind: RecordKind
  readonly recordId: string
  readonly decision: Decision | null
  readonly staged: Buffer | null
  readonly document: Buffer | null
  readonly eraseAt: Date | null
}

/** One record that waits, opened: what is held of it and what the source says instead. */
export interface OpenWaiting extends Omit<Row, 'staged' | 'document'> {
  readonly before: Items | null
  readonly after: Items | null
}

export interface WaitingQuery {
  readonly hold: string
  readonly limit: number
  readonly after?: string | undefined
}

/**
 * Opens one page of what waits in a hold, for this request, and of each only what is granted now. A row whose key is gone waits no more, and
 * is shown without what it held.
 */
export async function readWaiting(reader: RecordReader, query: WaitingQuery): Promise<readonly OpenWaiting[]> {
  const rows = await waitingPage(reader, query)
  const sealed = rows.flatMap(({ staged, document }) => [staged, document].filter((one) => one !== null))
  const keys = await reader.keyring.openKeys(reader.school, [...new Set(sealed.map(sealedUnder))])
  const keyOf = (bytes: Buffer | null): OpenKey | undefined => (bytes ? keys.get(sealedUnder(bytes)) : undefined)
  return rows.map(({ staged, document, ...row }) => {
    const [stagedKey, documentKey] = [keyOf(staged), keyOf(document)]
    const after = staged && stagedKey ? openStaged(stagedKey, row.recordId, staged).items : null
    const before = document && documentKey ? openItems(documentKey, row.recordId, document) : null
    return { ...row, before: granted(before, reader.granted), after: granted(after, reader.granted) }
  })
}

async function waitingPage({ db }: RecordReader, { hold, limit, after }: WaitingQuery): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    select c.id, c.op, c.kind, c.record_id as "recordId", c.decision, c.sealed as staged, r.sealed as document,
           (select min(t.erase_at) from timer t where t.subject_id = c.record_id and t.item is null) as "eraseAt"
      from held_change c left join record r on r.id = c.record_id
     where c.hold_id = ${hold} and not c.is_over and c.id > ${after ?? '00000000-0000-0000-0000-000000000000'}::uuid
     order by c.id limit ${limit}`.execute(db)
  return rows
}

function granted(items: Items | null, codes: ReadonlySet<ItemCode>): Items | null {
  if (items === null) return null
  const codesText: ReadonlySet<string> = codes
  return Object.fromEntries(Object.entries(items).filter(([code]) => codesText.has(code)))
}
