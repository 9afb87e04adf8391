import { isAspectCode, itemOf } from '../../agreement/grant-code.js'
import { addDays, addPeriod, dayOf } from '../../agreement/retention/days.js'
import type { CertificateBody } from '../../proof/certificate-body.js'
import type { ItemLine } from '../../db/school/item-line.js'
import type { Terms } from '../collect/terms.js'

/** What an erasure took of one person, or of one year's marks. */
export interface Line {
  readonly erasure: string
  readonly receipt: string
  readonly rule: string
  readonly kind: 'pupil' | 'staff' | 'attendanceYear'
  readonly dueAt: Date
  readonly held: Readonly<Record<string, number>>
}

const personStores: CertificateBody['stores'] = [
  { store: 'keyring', method: 'keys destroyed with their epoch', left: 0 },
  { store: 'school database', method: 'rows deleted', left: 0 },
]

/** How an item goes that is taken out of documents which stay. */
export const itemStores: CertificateBody['stores'] = [
  { store: 'keyring', method: 'keys of the documents replaced, the old ones destroyed with their epoch', left: 0 },
  { store: 'school database', method: 'items taken out of documents', left: 0 },
]

// A source that goes on listing somebody lists them every night (requirements.md §4, 5).
const MARK_DAYS = 35

/** What an erasure's certificate says: on whose instruction, what was held, how it went, and whether in time. */
export function certificateOf(
  { school, agreement }: Pick<Terms, 'school' | 'agreement'>,
  of: {
    readonly id: string
    readonly erasedAt: string
    readonly instruction: number
    readonly lines: readonly Line[]
    /** Of people who stay. */
    readonly items: readonly ItemLine[]
  },
): CertificateBody {
  const { id, erasedAt, instruction, lines, items } = of
  const people = lines.filter(isOfPerson)
  const done = Date.parse(erasedAt)
  const due = Math.min(...[...lines, ...items].map(({ dueAt }) => dueAt.getTime()))
  return {
    id,
    kind: 'erasure',
    school: { id: school.id, name: school.name },
    controller: school.controller.name,
    agreement: { id: agreement.id, version: agreement.version },
    instruction: { number: instruction, act: 'accept', right: 'acceptance of the agreement in force' },
    held: [...heldIn(lines), ...itemsHeld(items)],
    stores: [...(lines.length > 0 ? personStores : []), ...(items.length > 0 ? itemStores : [])],
    receipts: [...new Set([...lines, ...items].flatMap(({ receipt }) => receipt ?? []))].sort(),
    times: { erased: erasedAt },
    deadline: new Date(due).toISOString(),
    lateBySeconds: Math.max(0, Math.ceil((done - due) / 1000)),
    remains: [
      ...counted('a keyed mark against reading the same person again', people.length, addDays(dayOf(done), MARK_DAYS)),
      ...(agreement.tenantEnd.unnamedAudit === 'none'
        ? []
        : counted('un-named audit', people.length + items.length, addPeriod(dayOf(done), 'P60M'))),
    ],
  }
}

const counted = (what: string, count: number, until: string) => (count === 0 ? [] : [{ what, count, until }])

/** By item; the aspects of assessment are one, since an id of a source's does not belong in a certificate. */
export function itemsHeld(items: readonly ItemLine[]): CertificateBody['held'] {
  const held = new Map<string, number>()
  for (const { item: code, held: count } of items) {
    const item = isAspectCode(code) ? itemOf(code) : code
    held.set(item, (held.get(item) ?? 0) + count)
  }
  return [...held].sort().map(([item, count]) => ({ kind: `itemWithdrawn ${item}`, count }))
}

type PersonLine = Line & { readonly kind: 'pupil' | 'staff' }

export const isOfPerson = (line: Line): line is PersonLine => line.kind !== 'attendanceYear'

function heldIn(lines: readonly Line[]): CertificateBody['held'] {
  const held = new Map<string, number>()
  for (const line of lines) {
    held.set(line.kind, (held.get(line.kind) ?? 0) + 1)
    for (const [kind, count] of Object.entries(line.held)) held.set(kind, (held.get(kind) ?? 0) + count)
  }
  return [...held].sort().map(([kind, count]) => ({ kind, count }))
}
