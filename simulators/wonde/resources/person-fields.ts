import { calendarDate, instantDate } from '../printing/dates.js'
import { personId, upiOf } from '../wonde-id.js'
import type { Fields, Getter } from '../printing/fields.js'

interface Person {
  readonly number: number
  readonly misId: string
  readonly title: string | null
  readonly initials: string
  readonly forename: string
  readonly middleNames: string | null
  readonly surname: string
  readonly legalForename: string
  readonly legalSurname: string
  readonly gender: string
  readonly dateOfBirth: string
  readonly createdAt: string
  readonly updatedAt: string
}

interface Dated {
  readonly number: number
  readonly recordNumber?: number
  readonly createdAt: string
  readonly updatedAt: string
  readonly restoredAt?: string
}

/** What nobody's permission is needed for. */
export function recordFields(table: 'students' | 'employees'): Readonly<Record<string, Getter<Dated>>> {
  return {
    id: (person, { seed }) => personId(table, person, seed),
    restored_at: ({ restoredAt }) => (restoredAt === undefined ? null : instantDate(restoredAt)),
    created_at: ({ createdAt }) => instantDate(createdAt),
    updated_at: ({ updatedAt }) => instantDate(updatedAt),
  }
}

/** What pupils and staff have in common. */
export const personFields: Fields<Person> = {
  upi: ({ misId }, { schoolId }) => upiOf(misId, schoolId),
  mis_id: ({ misId }) => misId,
  initials: ({ initials }) => initials,
  title: ({ title }) => title,
  surname: ({ surname }) => surname,
  forename: ({ forename }) => forename,
  middle_names: ({ middleNames }) => middleNames,
  legal_surname: ({ legalSurname }) => legalSurname,
  legal_forename: ({ legalForename }) => legalForename,
  gender: ({ gender }) => gender,
  date_of_birth: ({ dateOfBirth }) => calendarDate(dateOfBirth),
}
