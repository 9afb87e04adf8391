import type { ItemCode } from '../../agreement/items.js'

/** Of each list one identity must be approved. A list has more than one where Wonde has more than one name, or an item more than one part. */
export type NeededIdentities = readonly (readonly string[])[]

const row = (...keys: readonly string[]) => keys.map((key) => `students.${key}`)
const education = (key: string) => [[`students.education_details.${key}`]]
const extended = (...keys: readonly string[]) => [keys.map((key) => `students.extended_details.${key}`)]
const contact = (...keys: readonly string[]) => [keys.map((key) => `students.contact_details.${key}`)]
const employee = (...keys: readonly string[]) => [keys.map((key) => `employees.${key}`)]

/**
 * By which identities of Wonde's permission list a school allows an item. The real vocabulary is not published (wonde.md §10, 5); these are
 * the names of the properties themselves, and this table is the only place to mend once the real ones are known. An item that is not here
 * cannot be read from Wonde.
 */
export const permissionIdentities: ReadonlyMap<ItemCode, NeededIdentities> = new Map<ItemCode, NeededIdentities>([
  ['pupil.misId', [row('mis_id')]],
  ['pupil.name', [row('forename', 'surname')]],
  ['pupil.legalName', [row('legal_forename', 'legal_surname')]],
  ['pupil.gender', [row('gender')]],
  ['pupil.dateOfBirth', [row('date_of_birth')]],
  ['pupil.upn', education('upn')],
  ['pupil.uln', education('learner_number')],
  ['pupil.startDate', education('admission_date')],
  ['pupil.leavingDate', education('leaving_date')],
  ['pupil.yearGroup', education('current_nc_year')],
  ['pupil.ethnicity', extended('ethnicity')],
  ['pupil.fsm', extended('free_school_meals')],
  ['pupil.fsm6', extended('free_school_meals_6')],
  ['pupil.pupilPremium', extended('premium_pupil_indicator', 'pupil_premium')],
  ['pupil.eal', extended('english_as_additional_language', 'eal_status')],
  ['pupil.giftedTalented', extended('gifted_and_talented_status')],
  ['pupil.inCare', extended('in_lea_care')],
  ['pupil.serviceChild', extended('service_children_indicator')],
  ['pupil.sen', extended('sen_status')],
  ['pupil.lunch', extended('meal_type')],
  ['pupil.mobilePhone', contact('phones.mobile')],
  ['pupil.homePhone', contact('phones.home')],
  ['pupil.email', contact('emails.email', 'emails.primary')],
  ['pupil.registrationGroup', [row('registration'), ['groups.name']]],
  ['pupil.groups', [row('groups'), ['groups']]],
  ['pupil.classes', [row('classes'), ['classes']]],
  ['pupil.attendance', [['attendance']]],
  ['pupil.photo', [['students.photo'], ['photos']]],
  ['pupil.assessments', [['assessment.results', 'results']]],
  ['staff.misId', employee('mis_id')],
  ['staff.title', employee('title')],
  ['staff.initials', employee('initials')],
  ['staff.name', employee('forename', 'surname')],
  ['staff.gender', employee('gender')],
  ['staff.dateOfBirth', employee('date_of_birth')],
  ['staff.email', employee('contact_details.emails.work', 'contact_details.emails.email')],
  // Both or neither: half of somebody's posts and classes would look like the others having ended.
  ['staff.groups', [...employee('groups'), ...employee('classes'), ['groups'], ['classes']]],
  ['group.name', [['groups.name', 'classes.name']]],
  ['group.type', [['groups.type', 'classes']]],
])
