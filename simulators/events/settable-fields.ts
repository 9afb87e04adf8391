import type { FieldValue } from './school-event.js'

type Kind = 'text' | 'flag' | 'day'

const pupilText = [
  'admissionNumber', 'upn', 'formerUpn', 'localUpn', 'uln', 'title', 'initials', 'forename', 'middleNames', 'surname',
  'legalForename', 'legalSurname', 'gender', 'genderIdentity', 'enrolmentStatus', 'yearGroup', 'registrationGroup', 'house',
  'mobilePhone', 'homePhone', 'email', 'homeEmail', 'ethnicity', 'ethnicityCode', 'religion', 'firstLanguage', 'senStatus', 'senNeed',
  'pupilPremiumNotes', 'inCareDetails', 'medicalCode', 'medicalDescription', 'paramedicalSupport', 'dietaryNeeds', 'mealType',
] // prettier-ignore

const pupilFlags = [
  'partTime', 'eal', 'fsm', 'fsm6', 'pupilPremium', 'inCare', 'everInCare', 'serviceChild', 'giftedTalented',
] // prettier-ignore

const pupilDays = ['dateOfBirth', 'admissionDate', 'leavingDate']

const staffText = [
  'title', 'initials', 'forename', 'middleNames', 'surname', 'legalForename', 'legalSurname', 'gender', 'staffCode', 'role', 'email',
  'workPhone',
] // prettier-ignore

const staffDays = ['dateOfBirth', 'startDate', 'endDate']

const pupilFields = fieldsOf({ text: pupilText, flag: pupilFlags, day: pupilDays })
const staffFields = fieldsOf({ text: staffText, flag: [], day: staffDays })

/** Says what is wrong with setting a field to a value, or nothing. */
export function settingProblem(person: 'pupil' | 'staff', field: string, value: unknown): string | undefined {
  const kind = (person === 'pupil' ? pupilFields : staffFields).get(field)
  if (!kind) return `A ${person} has no field ${field} that can be set.`
  return suits(kind, value) ? undefined : `The field ${field} takes ${wording[kind]}.`
}

export function isFieldValue(value: unknown): value is FieldValue {
  return value === null || typeof value === 'string' || typeof value === 'boolean'
}

/** The names of a pupil's fields that hold text: where a test plants a word that must not turn up anywhere. */
export function textFieldsOfPupil(): readonly string[] {
  return pupilText
}

const wording: Readonly<Record<Kind, string>> = {
  text: 'text or null',
  flag: 'true or false',
  day: 'a day (YYYY-MM-DD) or null',
}

function suits(kind: Kind, value: unknown): boolean {
  if (kind === 'flag') return typeof value === 'boolean'
  if (value === null) return true
  return typeof value === 'string' && (kind === 'text' || /^\d{4}-\d{2}-\d{2}$/.test(value))
}

function fieldsOf(lists: Readonly<Record<Kind, readonly string[]>>): ReadonlyMap<string, Kind> {
  const kinds = ['text', 'flag', 'day'] as const
  return new Map(kinds.flatMap((kind) => lists[kind].map((field) => [field, kind] as const)))
}
