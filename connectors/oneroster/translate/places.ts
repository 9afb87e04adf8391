import type { ItemCode, ItemValue } from '../../../agreement/items.js'
import type { SourceRecord } from '../../source.js'
import type { Block } from '../../block.js'
import { text } from './block.js'
import { dayIn } from './days.js'
import type { Person } from './person.js'
import { registrationOf } from './person.js'
import { yearOf } from './year.js'

/** Where an item stands: in which fields of a user, or in another list. Undefined: it was not told. */
export interface Place {
  readonly code: ItemCode
  readonly fields: readonly string[]
  readonly behind?: 'demographics' | 'classes' | 'roles'
  readonly read: (person: Person) => ItemValue | undefined
}

const numbers = ['identifier', 'userIds'] as const
const names = ['givenName', 'familyName', 'middleName'] as const

/**
 * What OneRoster can carry of a pupil (R28). The rest of the items has no place in it. Names in use are the preferred ones, which version
 * 1.2 has; neither version says that the others are the legal ones.
 */
export const pupilPlaces: readonly Place[] = [
  { code: 'pupil.misId', fields: numbers, read: (person) => person.numbers.misId },
  { code: 'pupil.upn', fields: [...numbers, 'metadata'], read: (person) => person.numbers.upn },
  { code: 'pupil.uln', fields: [...numbers, 'metadata'], read: (person) => person.numbers.uln },
  { code: 'pupil.name', fields: names, read: ({ row }) => nameOf(row) },
  { code: 'pupil.yearGroup', fields: ['grades'], read: ({ row }) => yearOf(row) },
  { code: 'pupil.email', fields: ['email'], read: ({ row }) => text(row, 'email') },
  { code: 'pupil.mobilePhone', fields: ['sms'], read: ({ row }) => text(row, 'sms') },
  { code: 'pupil.homePhone', fields: ['phone'], read: ({ row }) => text(row, 'phone') },
  { code: 'pupil.gender', fields: [], behind: 'demographics', read: ({ birth }) => birth && text(birth, 'sex') },
  { code: 'pupil.dateOfBirth', fields: [], behind: 'demographics', read: ({ birth }) => birth && bornOn(birth) },
  { code: 'pupil.registrationGroup', fields: [], behind: 'classes', read: registrationOf },
  { code: 'pupil.startDate', fields: [], behind: 'roles', read: ({ roles }) => roles[0]?.from ?? null },
  { code: 'pupil.leavingDate', fields: [], behind: 'roles', read: ({ roles }) => roles[0]?.last ?? null },
]

/** What OneRoster can carry of a member of staff (R32). */
export const staffPlaces: readonly Place[] = [
  { code: 'staff.misId', fields: numbers, read: (person) => person.numbers.misId },
  { code: 'staff.name', fields: names, read: ({ row }) => nameOf(row) },
  { code: 'staff.email', fields: ['email'], read: ({ row }) => text(row, 'email') },
  { code: 'staff.gender', fields: [], behind: 'demographics', read: ({ birth }) => birth && text(birth, 'sex') },
  { code: 'staff.dateOfBirth', fields: [], behind: 'demographics', read: ({ birth }) => birth && bornOn(birth) },
]

/** A null is taken only for what was asked: a field that was not is missing for that reason alone. */
export function gather(person: Person, places: readonly Place[], asked: ReadonlySet<ItemCode>): SourceRecord['items'] {
  const items: Partial<Record<ItemCode, ItemValue>> = {}
  for (const { code, read } of places) {
    const value = read(person)
    if (value !== undefined && (value !== null || asked.has(code))) items[code] = value
  }
  return items
}

function nameOf(row: Block): ItemValue {
  const forename = text(row, 'preferredFirstName', 'preferredGivenName', 'givenName')
  const surname = text(row, 'preferredLastName', 'preferredFamilyName', 'familyName')
  const middleNames = text(row, 'preferredMiddleName', 'middleName')
  return forename === null && surname === null && middleNames === null ? null : { forename, surname, middleNames }
}

/** Older files spell it with a small letter. */
function bornOn(birth: Block): string | null {
  return dayIn(birth, 'birthDate') ?? dayIn(birth, 'birthdate')
}
