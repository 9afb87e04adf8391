import type { ItemCode } from '../../agreement/items.js'
import type { ListName } from './feed.js'
import { pupilPlaces, staffPlaces } from './translate/places.js'

type Version = '1.1' | '1.2'

// What names an object and says whether it is still there.
const always = ['sourcedId', 'status'] as const

const fixed: Readonly<Record<Exclude<ListName, 'students' | 'staff'>, readonly string[]>> = {
  classes: [...always, 'title', 'classType', 'school'],
  enrollments: [...always, 'user', 'class', 'school', 'role', 'primary', 'beginDate', 'endDate'],
  demographics: [...always, 'birthDate', 'sex'],
}

const preferred: Readonly<Record<string, string>> = {
  givenName: 'preferredFirstName',
  familyName: 'preferredLastName',
  middleName: 'preferredMiddleName',
}

/**
 * Which fields of a list have to be asked for to learn `asked`, and no others (R02): the role, the school and the year are what the rules of
 * time need of everybody. A provider that does not heed the question sends more, which falls at the gate.
 */
export function fieldsOf(name: ListName, asked: ReadonlySet<ItemCode>, version: Version): readonly string[] {
  if (name !== 'students' && name !== 'staff') return fixed[name]
  const places = name === 'students' ? pupilPlaces : staffPlaces
  const standing = version === '1.1' ? ['role', 'orgs'] : ['roles']
  const needed = places.filter(({ code }) => asked.has(code)).flatMap(({ fields }) => fields)
  const also = version === '1.1' ? [] : needed.flatMap((field) => preferred[field] ?? [])
  const kept = name === 'students' ? 'grades' : 'enabledUser'
  return [...new Set([...always, ...standing, kept, ...needed, ...also])]
}

/** What is looked at of somebody who is gone. */
export function removedFields(version: Version): readonly string[] {
  return [...always, 'dateLastModified', ...(version === '1.1' ? ['role', 'orgs'] : ['roles'])]
}
