import type { ItemCode, ItemValue } from '../../../agreement/items.js'
import type { ControlFacts, Departure, Identity, SourceRecord } from '../../source.js'
import type { Block } from '../../block.js'
import { idOf, isNo, text } from './block.js'
import { instantIn } from './days.js'
import { spellOf } from './enrolments.js'
import type { Mates } from './enrolments.js'
import type { ClassKnown, Person } from './person.js'
import { membershipsOf } from './person.js'
import { gather, pupilPlaces, staffPlaces } from './places.js'
import { rolesOf } from './roles.js'
import { yearOf } from './year.js'

type Asked = ReadonlySet<ItemCode>

/** A pupil. The status is never told: OneRoster knows no guests and no dual registration. */
export function translatePupil(person: Person, asked: Asked, mates: Mates): SourceRecord {
  const memberships = membershipsOf(person, true, (homeroom) => (homeroom ? 'pupil.groups' : 'pupil.classes'))
  return {
    kind: 'pupil',
    ref: idOf(person.row),
    identities: identitiesOf(person, asked.has('pupil.upn')),
    items: gather(person, pupilPlaces, asked),
    facts: {
      status: null,
      spell:
        timeOf(person) ??
        spellOf(
          person.enrolments.filter(({ asPupil }) => asPupil),
          mates,
        ),
      year: yearOf(person.row),
    },
    memberships: memberships.filter(({ item }) => asked.has(item)),
  }
}

/** A member of staff. An account that is switched off is an employment that is over, without a day. */
export function translateStaff(person: Person, asked: Asked): SourceRecord {
  return {
    kind: 'staff',
    ref: idOf(person.row),
    identities: identitiesOf(person, false),
    items: gather(person, staffPlaces, asked),
    facts: { status: isNo(person.row, 'enabledUser') ? 'P' : null, spell: timeOf(person), year: null },
    memberships: asked.has('staff.groups') ? membershipsOf(person, false, () => 'staff.groups') : [],
  }
}

/** A class, or a registration group. Who is in it comes with the people. */
export function translateClass(row: Block, { title, homeroom }: ClassKnown, asked: Asked): SourceRecord {
  const values: readonly (readonly [ItemCode, ItemValue])[] = [
    ['group.name', title],
    ['group.type', homeroom ? 'registration' : 'class'],
  ]
  return {
    kind: 'group',
    ref: idOf(row),
    identities: [{ kind: 'sourceId', value: idOf(row) }],
    items: Object.fromEntries(values.filter(([code, value]) => value !== null || asked.has(code))),
    facts: { status: null, spell: null, year: null },
    memberships: [],
  }
}

export function classKnown(row: Block): ClassKnown {
  return { title: text(row, 'title'), homeroom: (text(row, 'classType') ?? '').toLowerCase() === 'homeroom' }
}

/** Somebody whose row says that the object is to be deleted: who, and the last day where the role tells it. */
export function translateRemoved(kind: Departure['kind'], row: Block, schoolId: string): Departure {
  return {
    kind,
    ref: idOf(row),
    by: 'deletionRow',
    leftOn: rolesOf(row, schoolId).here[0]?.last ?? null,
    at: instantIn(row, 'dateLastModified'),
    identities: [{ kind: 'sourceId', value: idOf(row) }],
  }
}

/** The time in the role, which version 1.2 may tell. Whoever has several here has left with the last of them. */
function timeOf({ roles }: Person): ControlFacts['spell'] {
  const [start] = roles.map(({ from }) => from ?? '').sort()
  const leaving = roles.some(({ last }) => last === null)
    ? null
    : (roles
        .map(({ last }) => last)
        .sort()
        .at(-1) ?? null)
  return start === undefined || (start === '' && leaving === null)
    ? null
    : { start: start === '' ? null : start, leaving }
}

function identitiesOf({ row, numbers: { misId, upn } }: Person, withUpn: boolean): readonly Identity[] {
  return [
    { kind: 'sourceId', value: idOf(row) },
    ...(misId === null ? [] : [{ kind: 'misId' as const, value: misId }]),
    ...(upn === null || !withUpn ? [] : [{ kind: 'upn' as const, value: upn }]),
  ]
}
