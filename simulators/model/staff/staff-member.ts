import type { Day } from '../calendar.js'

/** A member of staff as the MIS has the record on one day. */
export interface StaffMember {
  readonly number: number
  readonly misId: string
  /** By which connectors know the record, where the school changed its MIS; before that it is `number`. */
  readonly recordNumber?: number
  readonly title: string
  readonly initials: string
  readonly forename: string
  readonly middleNames: string | null
  readonly surname: string
  readonly legalForename: string
  readonly legalSurname: string
  readonly gender: string
  readonly dateOfBirth: Day
  readonly teaching: boolean
  /** The teaching post held; groups and classes name a post, not a person. */
  readonly post: number | null
  readonly staffCode: string
  readonly role: string
  readonly startDate: Day
  readonly endDate: Day | null
  readonly email: string
  readonly workPhone: string | null
  readonly createdAt: string
  readonly updatedAt: string
  /** When a deleted record was restored; absent for all the others. */
  readonly restoredAt?: string
}

export function isEmployed(member: StaffMember, day: Day): boolean {
  return member.startDate <= day && (member.endDate === null || member.endDate >= day)
}
