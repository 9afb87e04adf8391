import type { ItemCode } from '../../agreement/items.js'
import type { SourceKind } from '../source.js'
import type { GroupEndpoint } from './translate/group-ref.js'
import type { ItemPlace } from './translate/gather-items.js'
import { pupilPlaces } from './translate/pupil-places.js'
import { staffPlaces } from './translate/staff-places.js'

/** One list to walk, and what has to come with each of its rows. */
export interface Reading {
  readonly endpoint: 'students' | 'employees' | GroupEndpoint
  readonly include: readonly string[]
}

/**
 * What has to be asked for to learn `asked`, and nothing besides (R02, R33). Contacts and pre-admission pupils have no line here, so they
 * cannot be asked for. Spells, class years and enrolment status are what the rules of time need of everybody: their blocks always come.
 *
 * `wanted` is the grant; `asked` is what of it the school permits at Wonde. Staff are read if the grant names an item of theirs, permitted or
 * not: a school that stops sharing staff must answer 403, and not look like one that has none.
 */
export function readingsFor(
  kind: SourceKind,
  wanted: ReadonlySet<ItemCode>,
  asked: ReadonlySet<ItemCode>,
): readonly Reading[] {
  const wants = (...codes: readonly ItemCode[]) => codes.some((code) => asked.has(code))
  switch (kind) {
    case 'pupil': {
      const details = detailsFor(pupilPlaces, asked, ['education_details', 'extended_details'])
      const groups = wants('pupil.groups') ? ['groups'] : []
      const classes = wants('pupil.classes') ? ['classes'] : []
      return [{ endpoint: 'students', include: [...details, ...groups, ...classes] }]
    }
    case 'staff': {
      if (![...wanted].some((code) => code.startsWith('staff.'))) return []
      const details = detailsFor(staffPlaces, asked, ['employment_details'])
      return [{ endpoint: 'employees', include: wants('staff.groups') ? [...details, 'groups', 'classes'] : details }]
    }
    case 'group': {
      const groups = wants('pupil.groups', 'staff.groups') ? [{ endpoint: 'groups', include: [] } as const] : []
      const classes = wants('pupil.classes', 'staff.groups') ? [{ endpoint: 'classes', include: [] } as const] : []
      return [...groups, ...classes]
    }
  }
}

function detailsFor(
  places: readonly ItemPlace<string>[],
  asked: ReadonlySet<ItemCode>,
  always: readonly string[],
): readonly string[] {
  const needed = places.filter(({ code, behind }) => behind !== 'row' && asked.has(code)).map(({ behind }) => behind)
  return [...new Set([...always, ...needed])]
}
