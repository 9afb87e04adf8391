import { z } from 'zod'
import type { ItemCode, ItemValue } from '../../agreement/items.js'
import type { Membership } from '../../db/school/membership.js'
import type { OpenRecord, RecordKind } from './read-records.js'

const value: z.ZodType<ItemValue> = z.json()
const items = z.record(z.string(), value)

export const pupilView = z.object({
  id: z.string(),
  state: z.enum(['onRoll', 'left', 'suspended']),
  updatedAt: z.string(),
  items,
})
export const staffView = pupilView.extend({ state: z.enum(['employed', 'disabled']) })
export const groupView = z.object({
  id: z.string(),
  type: z.string().nullable(),
  updatedAt: z.string(),
  items,
})

type Items = z.infer<typeof pupilView>['items']

const pupilStates = { shown: 'onRoll', left: 'left', hidden: 'suspended' } as const

export function shownPupil(record: OpenRecord, granted: ReadonlySet<ItemCode>): z.infer<typeof pupilView> {
  return { id: record.id, state: pupilStates[record.state], ...common(record, 'pupil', granted) }
}

export function shownStaff(record: OpenRecord, granted: ReadonlySet<ItemCode>): z.infer<typeof staffView> {
  return {
    id: record.id,
    state: record.state === 'shown' ? 'employed' : 'disabled',
    ...common(record, 'staff', granted),
  }
}

export function shownGroup(record: OpenRecord, granted: ReadonlySet<ItemCode>): z.infer<typeof groupView> {
  const shown = common(record, 'group', granted)
  const type = shown.items['group.type']
  return { id: record.id, type: typeof type === 'string' ? type : null, ...shown }
}

const membershipItems: Readonly<Record<RecordKind, readonly Membership['item'][]>> = {
  pupil: ['pupil.classes', 'pupil.groups'],
  staff: ['staff.groups'],
  group: [],
}

function common(
  record: OpenRecord,
  kind: RecordKind,
  granted: ReadonlySet<ItemCode>,
): { updatedAt: string; items: Items } {
  const shown: Items = { ...record.items }
  for (const item of membershipItems[kind])
    if (granted.has(item) && !record.withheld.has(item))
      shown[item] = record.memberships
        .filter((membership) => membership.item === item)
        .map(({ groupId, from, to }) => ({ groupId, from, to }))
  return { updatedAt: record.updatedAt.toISOString(), items: shown }
}
