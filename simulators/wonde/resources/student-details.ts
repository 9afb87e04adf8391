import { calendarDate } from '../printing/dates.js'
import type { Pupil } from '../../model/pupils/pupil.js'
import type { Fields } from '../printing/fields.js'

export const educationDetails: Fields<Pupil> = {
  admission_number: ({ admissionNumber }) => admissionNumber,
  upn: ({ upn }) => upn,
  local_upn: ({ localUpn }) => localUpn,
  former_upn: ({ formerUpn }) => formerUpn,
  learner_number: ({ uln }) => uln,
  current_nc_year: ({ yearGroup }) => yearGroup,
  part_time: ({ partTime }) => partTime,
  part_time_rate: ({ partTime }) => (partTime ? 0.5 : null),
  admission_date: ({ admissionDate }) => calendarDate(admissionDate),
  leaving_date: ({ leavingDate }) => calendarDate(leavingDate),
}

export const extendedDetails: Fields<Pupil> = {
  enrolment_status: ({ enrolmentStatus }) => enrolmentStatus,
  ethnicity: ({ ethnicity }) => ethnicity,
  ethnicity_code: ({ ethnicityCode }) => ethnicityCode,
  religion: ({ religion }) => religion,
  first_language: ({ firstLanguage }) => firstLanguage,
  english_as_additional_language: ({ eal }) => eal,
  sen_status: ({ senStatus }) => senStatus,
  free_school_meals: ({ fsm }) => fsm,
  free_school_meals_6: ({ fsm6 }) => fsm6,
  premium_pupil_indicator: ({ pupilPremium }) => pupilPremium,
  premium_pupil_notes: ({ pupilPremiumNotes }) => pupilPremiumNotes,
  in_lea_care: ({ inCare }) => inCare,
  ever_in_care: ({ everInCare }) => everInCare,
  in_care_details: ({ inCareDetails }) => inCareDetails,
  service_children_indicator: ({ serviceChild }) => serviceChild,
  gifted_and_talented_status: ({ giftedTalented }) => giftedTalented,
  paramedical_support: ({ paramedicalSupport }) => paramedicalSupport,
  dietary_needs: ({ dietaryNeeds }) => dietaryNeeds,
  meal_type: ({ mealType }) => mealType,
}

export const studentContactDetails: Fields<Pupil> = {
  phones: {
    phone: ({ mobilePhone, homePhone }) => mobilePhone ?? homePhone,
    primary: ({ mobilePhone, homePhone }) => mobilePhone ?? homePhone,
    home: ({ homePhone }) => homePhone,
    work: () => null,
    mobile: ({ mobilePhone }) => mobilePhone,
  },
  emails: {
    email: ({ email }) => email,
    primary: ({ email }) => email,
    home: ({ homeEmail }) => homeEmail,
    work: () => null,
  },
}
