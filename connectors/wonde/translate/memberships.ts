import type { SourceMembership } from '../../source.js'
import type { Block } from '../../block.js'
import { inner } from '../../block.js'
import { idOf, many } from './block.js'
import { calendarDay } from './calendar-day.js'
import { groupRef } from './group-ref.js'
import type { GroupEndpoint } from './group-ref.js'

/** The groups or classes included with a person. Days stand in the pivot, and only if the MIS keeps them. */
export function memberships(
  person: Block,
  endpoint: GroupEndpoint,
  item: SourceMembership['item'],
): readonly SourceMembership[] {
  const seen = new Set<string>()
  const found: SourceMembership[] = []
  for (const block of many(person, endpoint) ?? []) {
    const group = groupRef(endpoint, idOf(block))
    const days = daysOf(block)
    // A class that stands twice in one timetable comes twice; it is one membership.
    const key = days === undefined ? group : `${group} ${days.from ?? ''} ${days.to ?? ''}`
    if (seen.has(key)) continue
    seen.add(key)
    found.push({ group, item, ...days })
  }
  return found
}

function daysOf(group: Block): { readonly from?: string; readonly to?: string } | undefined {
  const pivot = inner(group, 'meta')
  if (!pivot) return undefined
  const from = calendarDay(pivot, 'start_date')
  const to = calendarDay(pivot, 'end_date')
  return { ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) }
}
