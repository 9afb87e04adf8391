import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { Items } from '../../../../db/school/document.js'
import type { OpenWaiting } from './read-waiting.js'

const field = z.object({ item: z.string(), before: z.unknown(), after: z.unknown() })

export const waitingView = z.object({
  id: z.string(),
  op: z.enum(['added', 'changed', 'removed']),
  kind: z.enum(['group', 'staff', 'pupil']),
  recordId: z.string(),
  /** Who or what it is, as it is held, or as the source says where it is new; null where no name is granted. */
  name: z.unknown(),
  /** What differs, item by item; empty where only memberships do, or the record goes. Null for whoever reads no records. */
  fields: z.array(field).nullable(),
  /** Of a removal: from then on it is erased, whether or not anybody has decided; it cannot be put off past that. */
  erasedFrom: z.string().nullable(),
  /** What was decided and is not carried out yet, or put off. */
  decision: z.enum(['release', 'reject', 'defer']).nullable(),
})

export function shownWaiting(row: OpenWaiting, mayRead: boolean): z.infer<typeof waitingView> {
  const { id, op, kind, recordId, before, after, decision, eraseAt } = row
  return {
    id,
    op,
    kind,
    recordId,
    name: mayRead ? ((before ?? after)?.[`${kind}.name`] ?? null) : null,
    fields: mayRead ? fieldsOf(row) : null,
    erasedFrom: op === 'removed' ? (eraseAt?.toISOString() ?? null) : null,
    decision,
  }
}

function fieldsOf({ op, before, after }: OpenWaiting): z.infer<typeof field>[] {
  if (op === 'removed' || after === null) return []
  const codes = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after)])].sort()
  const entries = codes.map((item) => ({ item, before: valueOf(before, item), after: valueOf(after, item) }))
  return entries.filter((one) => !isDeepStrictEqual(one.before, one.after))
}

function valueOf(items: Items | null, item: string): unknown {
  return Object.entries(items ?? {}).find(([code]) => code === item)?.[1] ?? null
}
