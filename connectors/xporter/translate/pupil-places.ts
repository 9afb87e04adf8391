import type { ItemValue } from '../../../agreement/items.js'
import { calendarDay, flag, label, text } from './row.js'
import type { ItemPlace } from './item-place.js'
import type { Row } from './row.js'

/**
 * Where a pupil's items stand in `Students`. Telephones are in a dataset that parents share, lunch and medical codes in datasets whose columns
 * are not known: they cannot be had from here, and count as not permitted.
 */
export const pupilPlaces: readonly ItemPlace[] = [
  { code: 'pupil.misId', columns: ['Id'], read: (row) => text(row, 'Id') },
  { code: 'pupil.upn', columns: ['UPN'], read: (row) => text(row, 'UPN') },
  { code: 'pupil.uln', columns: ['UniqueLearnerNumber'], read: (row) => text(row, 'UniqueLearnerNumber') },
  { code: 'pupil.name', columns: ['Forename', 'Surname', 'MiddleName'], read: nameOf },
  { code: 'pupil.legalName', columns: ['LegalForename', 'LegalSurname'], read: legalNameOf },
  { code: 'pupil.gender', columns: ['Gender'], read: (row) => text(row, 'Gender') },
  { code: 'pupil.dateOfBirth', columns: ['DateofBirth'], read: (row) => calendarDay(row, 'DateofBirth') },
  { code: 'pupil.startDate', columns: ['EntryDate'], read: (row) => calendarDay(row, 'EntryDate') },
  { code: 'pupil.leavingDate', columns: ['LeavingDate'], read: (row) => calendarDay(row, 'LeavingDate') },
  { code: 'pupil.yearGroup', columns: ['NCYear', 'YearGroup'], read: yearOf },
  { code: 'pupil.registrationGroup', columns: ['RegGroup'], read: (row) => label(row, 'RegGroup') },
  { code: 'pupil.email', columns: ['WorkEmail'], read: (row) => text(row, 'WorkEmail') },
  { code: 'pupil.ethnicity', columns: ['Ethnicity'], read: (row) => text(row, 'Ethnicity') },
  { code: 'pupil.fsm', columns: ['FsmEligible'], read: (row) => flag(row, 'FsmEligible') },
  { code: 'pupil.fsm6', columns: ['FSMEver6'], read: (row) => flag(row, 'FSMEver6') },
  { code: 'pupil.pupilPremium', columns: ['PupilPremium'], read: (row) => flag(row, 'PupilPremium') },
  { code: 'pupil.eal', columns: ['EAL'], read: (row) => flag(row, 'EAL') },
  { code: 'pupil.giftedTalented', columns: ['Gifted'], read: (row) => flag(row, 'Gifted') },
  { code: 'pupil.inCare', columns: ['InLeaCare'], read: (row) => flag(row, 'InLeaCare') },
  { code: 'pupil.serviceChild', columns: ['ServiceChild'], read: (row) => flag(row, 'ServiceChild') },
  { code: 'pupil.sen', columns: ['SENProvision'], read: (row) => text(row, 'SENProvision') },
]

/** The national curriculum year: a column of its own since 2021, before that only in the name of the year group. */
export function yearOf(row: Row): string | null {
  const written = label(row, 'NCYear', 'YearGroup')
  if (written === null) return null
  const year = written.replace(/^(year|yr)\s*/i, '')
  if (/^reception$/i.test(year)) return 'R'
  return /^0?\d{1,2}$/.test(year) ? String(Number(year)) : year
}

export function nameOf(row: Row): ItemValue {
  const [forename, surname, middleNames] = [text(row, 'Forename'), text(row, 'Surname'), text(row, 'MiddleName')]
  return forename === null && surname === null && middleNames === null ? null : { forename, surname, middleNames }
}

function legalNameOf(row: Row): ItemValue {
  const [forename, surname] = [text(row, 'LegalForename'), text(row, 'LegalSurname')]
  return forename === null && surname === null ? null : { forename, surname }
}
