import { addDays } from '../calendar.js'
import { initialsOf } from '../names/person-name.js'
import type { Day } from '../calendar.js'
import type { Group } from '../teaching/group.js'
import type { TeachingClass } from '../teaching/teaching-class.js'
import type { Pupil } from './pupil.js'
import type { PupilIdentity } from './pupil-identity.js'

/** What depends on the day. */
export interface Standing {
  readonly surname: string
  readonly uln: string | null
  readonly enrolmentStatus: string
  readonly admissionDate: Day
  readonly leavingDate: Day | null
  readonly yearGroup: string
  readonly registration: Group
  readonly house: Group | null
  readonly groups: readonly Group[]
  readonly classes: readonly TeachingClass[]
  readonly updatedOn: Day
}

/**
 * One flat record. Every field is written out: spreading the parts into one another made the engine fall back to its slowest kind of object
 * and cost a tenth of a second and more for a large school.
 */
export function composePupil(pupil: PupilIdentity, now: Standing): Pupil {
  const { number, name, details, contact } = pupil
  return {
    number,
    misId: String(number),
    admissionNumber: String(number % 1_000_000).padStart(6, '0'),
    upn: pupil.upn,
    formerUpn: null,
    localUpn: null,
    uln: now.uln,
    title: null,
    initials: initialsOf(name.forename, now.surname),
    forename: name.forename,
    middleNames: name.middleNames,
    surname: now.surname,
    legalForename: name.legalForename,
    legalSurname: name.legalSurname,
    gender: pupil.gender,
    genderIdentity: null,
    dateOfBirth: pupil.dateOfBirth,
    admissionDate: now.admissionDate,
    leavingDate: now.leavingDate,
    enrolmentStatus: now.enrolmentStatus,
    partTime: pupil.partTime,
    yearGroup: now.yearGroup,
    registrationGroup: now.registration.name,
    house: now.house === null ? null : now.house.name,
    ethnicity: details.ethnicity,
    ethnicityCode: details.ethnicityCode,
    religion: details.religion,
    firstLanguage: details.firstLanguage,
    eal: details.eal,
    senStatus: details.senStatus,
    senNeed: details.senNeed,
    fsm: details.fsm,
    fsm6: details.fsm6,
    pupilPremium: details.pupilPremium,
    pupilPremiumNotes: details.pupilPremiumNotes,
    inCare: details.inCare,
    everInCare: details.everInCare,
    inCareDetails: details.inCareDetails,
    serviceChild: details.serviceChild,
    giftedTalented: details.giftedTalented,
    medicalCode: details.medicalCode,
    medicalDescription: details.medicalDescription,
    paramedicalSupport: details.paramedicalSupport,
    dietaryNeeds: details.dietaryNeeds,
    mealType: details.mealType,
    mobilePhone: contact.mobilePhone,
    homePhone: contact.homePhone,
    email: contact.email,
    homeEmail: contact.homeEmail,
    groups: now.groups,
    classes: now.classes,
    createdAt: `${addDays(now.admissionDate, -40)} 02:00:00`,
    updatedAt: `${now.updatedOn} 02:00:00`,
  }
}
