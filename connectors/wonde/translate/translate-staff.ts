import type { ItemCode } from '../../../agreement/items.js'
import type { ControlFacts, SourceRecord } from '../../source.js'
import type { Block } from '../../block.js'
import { flag, idOf, one } from './block.js'
import { calendarDay } from './calendar-day.js'
import { gatherItems, placesByBlock } from './gather-items.js'
import { identitiesOf } from './identities.js'
import { memberships } from './memberships.js'
import { staffPlaces } from './staff-places.js'

const places = placesByBlock(staffPlaces)

/** One row of `/employees`. Posts held and classes taught are memberships under one item. */
export function translateStaff(row: Block, asked: ReadonlySet<ItemCode>): SourceRecord {
  return {
    kind: 'staff',
    ref: idOf(row),
    identities: identitiesOf(row, null),
    items: gatherItems(row, places, asked),
    facts: factsOf(one(row, 'employment_details') ?? null),
    memberships: [...memberships(row, 'groups', 'staff.groups'), ...memberships(row, 'classes', 'staff.groups')],
  }
}

/**
 * Ended staff may stay in the list with `current: false` and no last day. No day is invented for them: the status says that the employment
 * is over, and the rules of time take the day on which we learned it.
 */
function factsOf(employment: Block | null): ControlFacts {
  return {
    status: employment && flag(employment, 'current') === false ? 'P' : null,
    spell: employment && {
      start: calendarDay(employment, 'employment_start_date'),
      leaving: calendarDay(employment, 'employment_end_date'),
    },
    year: null,
  }
}
