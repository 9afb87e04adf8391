import { nameOf } from './pupil-places.js'
import { calendarDay, text } from './row.js'
import type { ItemPlace } from './item-place.js'

/** Where the items of a member of staff stand in `Staff` (R32). There are no initials: the staff code is another thing. */
export const staffPlaces: readonly ItemPlace[] = [
  { code: 'staff.misId', columns: ['Id'], read: (row) => text(row, 'Id') },
  { code: 'staff.title', columns: ['Title'], read: (row) => text(row, 'Title') },
  { code: 'staff.name', columns: ['Forename', 'Surname', 'MiddleName'], read: nameOf },
  { code: 'staff.gender', columns: ['Gender'], read: (row) => text(row, 'Gender') },
  { code: 'staff.dateOfBirth', columns: ['DateOfBirth'], read: (row) => calendarDay(row, 'DateOfBirth') },
  { code: 'staff.email', columns: ['WorkEmail'], read: (row) => text(row, 'WorkEmail') },
]
