import type { ItemValue } from '../../../agreement/items.js'
import type { Block } from '../../block.js'
import { inner } from '../../block.js'
import { flag, text } from './block.js'
import { calendarDay } from './calendar-day.js'
import type { ItemPlace } from './gather-items.js'
import { legalNameOf, nameOf } from './names.js'

export type PupilInclude = 'education_details' | 'extended_details' | 'contact_details' | 'registration'

/**
 * Where a pupil's items stand. `medical` is not here: its codes come only together with free descriptions, which we refuse to receive.
 * `lunch` is the arrangement and never `dietary_needs`, which tell of health or faith; no paper of Wonde's confirms `meal_type`.
 * Attendance, photo and assessments have walks of their own.
 */
export const pupilPlaces: readonly ItemPlace<PupilInclude>[] = [
  { code: 'pupil.misId', behind: 'row', read: (row) => text(row, 'mis_id') },
  { code: 'pupil.name', behind: 'row', read: nameOf },
  { code: 'pupil.legalName', behind: 'row', read: legalNameOf },
  { code: 'pupil.gender', behind: 'row', read: (row) => text(row, 'gender') },
  { code: 'pupil.dateOfBirth', behind: 'row', read: (row) => calendarDay(row, 'date_of_birth') },
  { code: 'pupil.upn', behind: 'education_details', read: (details) => text(details, 'upn') },
  { code: 'pupil.uln', behind: 'education_details', read: (details) => text(details, 'learner_number', 'uln') },
  { code: 'pupil.startDate', behind: 'education_details', read: (details) => calendarDay(details, 'admission_date') },
  { code: 'pupil.leavingDate', behind: 'education_details', read: (details) => calendarDay(details, 'leaving_date') },
  { code: 'pupil.yearGroup', behind: 'education_details', read: (details) => text(details, 'current_nc_year') },
  { code: 'pupil.ethnicity', behind: 'extended_details', read: (details) => text(details, 'ethnicity') },
  { code: 'pupil.fsm', behind: 'extended_details', read: (details) => flag(details, 'free_school_meals') },
  { code: 'pupil.fsm6', behind: 'extended_details', read: (details) => flag(details, 'free_school_meals_6') },
  { code: 'pupil.pupilPremium', behind: 'extended_details', read: pupilPremium },
  { code: 'pupil.eal', behind: 'extended_details', read: englishAsAdditionalLanguage },
  {
    code: 'pupil.giftedTalented',
    behind: 'extended_details',
    read: (details) => flag(details, 'gifted_and_talented_status'),
  },
  { code: 'pupil.inCare', behind: 'extended_details', read: (details) => flag(details, 'in_lea_care') },
  {
    code: 'pupil.serviceChild',
    behind: 'extended_details',
    read: (details) => flag(details, 'service_children_indicator'),
  },
  { code: 'pupil.sen', behind: 'extended_details', read: (details) => text(details, 'sen_status') },
  { code: 'pupil.lunch', behind: 'extended_details', read: (details) => text(details, 'meal_type') },
  { code: 'pupil.mobilePhone', behind: 'contact_details', read: (details) => from(inner(details, 'phones'), 'mobile') },
  { code: 'pupil.homePhone', behind: 'contact_details', read: (details) => from(inner(details, 'phones'), 'home') },
  {
    code: 'pupil.email',
    behind: 'contact_details',
    read: (details) => from(inner(details, 'emails'), 'email', 'primary'),
  },
  { code: 'pupil.registrationGroup', behind: 'registration', read: (group) => text(group, 'name') },
]

function pupilPremium(details: Block): ItemValue {
  return flag(details, 'premium_pupil_indicator', 'pupil_premium')
}

function englishAsAdditionalLanguage(details: Block): ItemValue {
  return flag(details, 'english_as_additional_language', 'english_as_additional_language_status', 'eal_status')
}

function from(block: Block | null, ...keys: readonly string[]): ItemValue {
  return block && text(block, ...keys)
}
