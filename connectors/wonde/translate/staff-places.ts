import type { ItemValue } from '../../../agreement/items.js'
import type { Block } from '../../block.js'
import { inner } from '../../block.js'
import { text } from './block.js'
import { calendarDay } from './calendar-day.js'
import type { ItemPlace } from './gather-items.js'
import { nameOf } from './names.js'

export type StaffInclude = 'employment_details' | 'contact_details'

/** Where the items of a member of staff stand (R32). Salaries, contracts and next of kin exist in Wonde and have no place here. */
export const staffPlaces: readonly ItemPlace<StaffInclude>[] = [
  { code: 'staff.misId', behind: 'row', read: (row) => text(row, 'mis_id') },
  { code: 'staff.title', behind: 'row', read: (row) => text(row, 'title') },
  { code: 'staff.initials', behind: 'row', read: (row) => text(row, 'initials') },
  { code: 'staff.name', behind: 'row', read: nameOf },
  { code: 'staff.gender', behind: 'row', read: (row) => text(row, 'gender') },
  { code: 'staff.dateOfBirth', behind: 'row', read: (row) => calendarDay(row, 'date_of_birth') },
  { code: 'staff.email', behind: 'contact_details', read: workEmail },
]

/** The item is the work address. Where none is marked as such the main one stands in for it, unless that is the one at home. */
function workEmail(details: Block): ItemValue {
  const emails = inner(details, 'emails')
  if (!emails) return null
  const work = text(emails, 'work')
  if (work !== null) return work
  const main = text(emails, 'email', 'primary')
  return main === text(emails, 'home') ? null : main
}
