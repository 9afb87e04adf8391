/** What an item is about; the part of its code before the point. */
export type ItemKind = 'pupil' | 'staff' | 'school' | 'group'

/** Where a granted item is read: among a record's `items`, as rows of membership, or at a route of its own. */
export type Served = 'items' | 'memberships' | 'ownRoute'

/** Any value an item may have; `null` says that the MIS has none. */
export type ItemValue =
  string | boolean | number | null | readonly ItemValue[] | { readonly [field: string]: ItemValue }

interface ItemTraits<Code extends string> {
  readonly code: Code
  readonly kind: ItemKind
  /** Plain words, for the page on which a school ticks it. */
  readonly label: string
  /** Only if the school authorised it: the planner agreement's stars (R29), and three of ours (K05). An agreement file may say otherwise. */
  readonly starred: boolean
  /** Special category (UK GDPR Art. 9, or health by inference): no agreement can grant it without the school's tick. */
  readonly special: boolean
  readonly served: Served
}

// An item that is missing here does not exist: contacts (R33) and every other fact about a parent have no code on purpose.
const catalogue = {
  'pupil.misId': pupil('misId', 'The number the MIS knows the pupil by'),
  'pupil.upn': pupil('upn', 'Unique pupil number'),
  'pupil.uln': pupil('uln', 'Unique learner number'),
  'pupil.name': pupil('name', 'Forename, surname and middle names, as used'),
  'pupil.legalName': starred(pupil('legalName', 'Legal forename and surname')),
  'pupil.gender': pupil('gender', 'Gender'),
  'pupil.dateOfBirth': starred(pupil('dateOfBirth', 'Date of birth')),
  'pupil.startDate': pupil('startDate', 'First day on roll'),
  'pupil.leavingDate': pupil('leavingDate', 'Last day on roll'),
  'pupil.medical': special(pupil('medical', 'Medical conditions, as codes')),
  'pupil.ethnicity': special(pupil('ethnicity', 'Ethnicity')),
  'pupil.fsm': pupil('fsm', 'Free school meals now'),
  'pupil.fsm6': pupil('fsm6', 'Free school meals at any time in six years'),
  'pupil.pupilPremium': starred(pupil('pupilPremium', 'Pupil premium')),
  'pupil.eal': starred(pupil('eal', 'English as an additional language')),
  'pupil.giftedTalented': starred(pupil('giftedTalented', 'Gifted and talented')),
  'pupil.inCare': starred(pupil('inCare', 'In the care of a local authority')),
  'pupil.serviceChild': starred(pupil('serviceChild', 'Child of service personnel')),
  'pupil.mobilePhone': pupil('mobilePhone', 'The pupil’s mobile telephone'),
  'pupil.homePhone': starred(pupil('homePhone', 'Home telephone')),
  'pupil.email': pupil('email', 'The pupil’s e-mail address'),
  'pupil.registrationGroup': pupil('registrationGroup', 'Registration group'),
  'pupil.yearGroup': pupil('yearGroup', 'Year group'),
  'pupil.sen': special(pupil('sen', 'Special educational needs')),
  'pupil.groups': served('memberships', pupil('groups', 'Tutor and other groups, from when to when')),
  'pupil.classes': served('memberships', pupil('classes', 'Classes, from when to when')),
  'pupil.attendance': served('ownRoute', pupil('attendance', 'Attendance marks')),
  'pupil.photo': served('ownRoute', pupil('photo', 'Photograph')),
  'pupil.lunch': pupil('lunch', 'What the pupil does for lunch'),
  'pupil.assessments': served('ownRoute', pupil('assessments', 'Assessment results, as chosen by the school')),
  'staff.misId': staff('misId', 'The number the MIS knows the member of staff by'),
  'staff.title': staff('title', 'Title'),
  'staff.initials': staff('initials', 'Initials'),
  'staff.name': staff('name', 'Forename and surname'),
  'staff.gender': staff('gender', 'Gender'),
  'staff.dateOfBirth': starred(staff('dateOfBirth', 'Date of birth')),
  'staff.email': staff('email', 'Work e-mail address'),
  'staff.groups': served('memberships', staff('groups', 'Posts held and classes taught, from when to when')),
  'school.establishmentNumber': school('establishmentNumber', 'Establishment number'),
  'school.name': school('name', 'Name of the school'),
  'group.name': group('name', 'Name of the group or class'),
  'group.type': group('type', 'What sort of group it is'),
}

export type ItemCode = keyof typeof catalogue

export type Item = ItemTraits<ItemCode>

/** Every item there is, by code. The codes are fixed (api.md, "Records on the wire"): one may be added, none renamed. */
export const items: { readonly [Code in ItemCode]: ItemTraits<Code> } = catalogue

export const itemCodes: readonly ItemCode[] = Object.keys(catalogue).filter(isItemCode)

export function isItemCode(value: string): value is ItemCode {
  return Object.hasOwn(catalogue, value)
}

export function itemsOf(kind: ItemKind): readonly Item[] {
  return itemCodes.map((code): Item => items[code]).filter((item) => item.kind === kind)
}

function pupil<const Name extends string>(name: Name, label: string) {
  return plain('pupil', `pupil.${name}` as const, label)
}

function staff<const Name extends string>(name: Name, label: string) {
  return plain('staff', `staff.${name}` as const, label)
}

function school<const Name extends string>(name: Name, label: string) {
  return plain('school', `school.${name}` as const, label)
}

function group<const Name extends string>(name: Name, label: string) {
  return plain('group', `group.${name}` as const, label)
}

function plain<const Code extends string>(kind: ItemKind, code: Code, label: string): ItemTraits<Code> {
  return { code, kind, label, starred: false, special: false, served: 'items' }
}

function starred<Code extends string>(item: ItemTraits<Code>): ItemTraits<Code> {
  return { ...item, starred: true }
}

/** What is special is starred too: whoever cannot grant it by default has to ask for it. */
function special<Code extends string>(item: ItemTraits<Code>): ItemTraits<Code> {
  return { ...item, starred: true, special: true }
}

function served<Code extends string>(where: Served, item: ItemTraits<Code>): ItemTraits<Code> {
  return { ...item, served: where }
}
