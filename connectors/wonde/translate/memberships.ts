import type { SourceMembership } from '../../source.js'
import type { Block } from './block.js'
import { idOf, inner, many } from './block.js'
import { calendarDay } from './calendar-day.js'
import { groupRef } from './group-ref.js'
import type { GroupEndpoint } from './group-ref.js'

/** The groups or classes included with a person. Days stand in the pivot, and only if the MIS keeps them. */
export function memberships(
  person: Block,
  endpoint: GroupEndpoint,
  item: SourceMembership['item'],
): readonly SourceMembership[] {
  const found = new Map<string, SourceMembership>()
  for (const group of many(person, endpoint) ?? []) {
    const membership = { group: groupRef(endpoint, idOf(group)), item, ...daysOf(group) }
    // A class taken twice over in one timetable comes twice; it is one membership.
    found.set(`${membership.group} ${membership.from ?? ''} ${membership.to ?? ''}`, membership)
  }
  return [...found.values()]
}

function daysOf(group: Block): { readonly from?: string; readonly to?: string } {
  const pivot = inner(group, 'meta')
  if (!pivot) return {}
  const from = calendarDay(pivot, 'start_date')
  const to = calendarDay(pivot, 'end_date')
  return { ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) }
}
