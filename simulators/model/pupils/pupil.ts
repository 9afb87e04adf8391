import type { Day } from '../calendar.js'
import type { Group } from '../teaching/group.js'
import type { TeachingClass } from '../teaching/teaching-class.js'
import type { PupilDetails } from './details.js'

/** Labels of the DfE's enrolment statuses, as an MIS prints them. A guest is not on roll here. */
export const enrolmentStatuses = [
  'Current',
  'Main - Dual Registration',
  'Subsidiary - Dual Registration',
  'Guest',
] as const

/** A pupil as the MIS has the record on one day. The same object from day to day for as long as nothing in it changes. */
export interface Pupil extends PupilDetails {
  readonly number: number
  readonly misId: string
  /** By which connectors know the record, where the school changed its MIS; before that it is `number`. */
  readonly recordNumber?: number
  readonly admissionNumber: string
  readonly upn: string | null
  readonly formerUpn: string | null
  readonly localUpn: string | null
  readonly uln: string | null
  readonly title: string | null
  readonly initials: string
  readonly forename: string
  readonly middleNames: string | null
  readonly surname: string
  readonly legalForename: string
  readonly legalSurname: string
  readonly gender: string
  readonly genderIdentity: string | null
  readonly dateOfBirth: Day
  readonly admissionDate: Day
  readonly leavingDate: Day | null
  readonly enrolmentStatus: string
  readonly partTime: boolean
  /** The national curriculum year as the MIS gives it: 'R', '7', 'X'. */
  readonly yearGroup: string
  readonly registrationGroup: string | null
  readonly house: string | null
  readonly mobilePhone: string | null
  readonly homePhone: string | null
  readonly email: string | null
  readonly homeEmail: string | null
  /** Groups of every type, the year group, registration group and house among them. */
  readonly groups: readonly Group[]
  readonly classes: readonly TeachingClass[]
  readonly createdAt: string
  readonly updatedAt: string
  /** When a deleted record was restored; absent for all the others. */
  readonly restoredAt?: string
}

/** On roll from the first day to the end of the last, and not a guest. */
export function isOnRoll(pupil: Pupil, day: Day): boolean {
  if (pupil.enrolmentStatus === 'Guest' || pupil.admissionDate > day) return false
  return pupil.leavingDate === null || pupil.leavingDate >= day
}
