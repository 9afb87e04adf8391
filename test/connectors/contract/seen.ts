import { expect } from 'vitest'
import { itemCodes } from '../../../agreement/items.js'
import type { ItemCode } from '../../../agreement/items.js'
import type { Source, SourceRecord } from '../../../connectors/source.js'
import { gate } from '../../../pipeline/gate.js'
import type { Person, Truth } from '../../simulators/client.js'
import { readAll } from '../support/reading.js'
import { everyType } from './pair.js'
import type { Carried } from './pair.js'

type Kind = 'pupil' | 'staff'

interface Group {
  readonly type: string
  readonly name: string
}

interface SeenPerson {
  readonly misId: string
  readonly items: Readonly<Record<string, unknown>>
  readonly year: string | null
  readonly places: readonly (Group & { readonly item: string })[]
}

/** A school without ids of any source: groups by name and people by the number of the MIS. What must be the same whatever was spoken. */
export interface Seen {
  readonly groups: readonly Group[]
  readonly pupil: readonly SeenPerson[]
  readonly staff: readonly SeenPerson[]
}

const said = (value: unknown) => (typeof value === 'string' ? value : '?')
/** Each source writes a sex in its own way: `FEMALE`, `female`, `F`. */
const sex = (word: unknown) => String(word).charAt(0).toUpperCase()
const nameOf = ({ forename, surname, middleNames }: Person) => ({ forename, surname, middleNames })

type Known = Readonly<Partial<Record<ItemCode, (person: Person) => unknown>>>

/** The items that are compared, and what the model school knows for them. */
const known: Readonly<Record<Kind, Known>> = {
  pupil: {
    'pupil.misId': ({ misId }) => misId,
    'pupil.upn': ({ upn }) => upn,
    'pupil.uln': ({ uln }) => uln,
    'pupil.name': nameOf,
    'pupil.legalName': ({ legalForename: forename, legalSurname: surname }) => ({ forename, surname }),
    'pupil.gender': ({ gender }) => sex(gender),
    'pupil.dateOfBirth': ({ dateOfBirth }) => dateOfBirth,
    'pupil.startDate': ({ admissionDate }) => admissionDate,
    'pupil.leavingDate': ({ leavingDate }) => leavingDate,
    'pupil.yearGroup': ({ yearGroup }) => yearGroup,
    'pupil.registrationGroup': ({ registrationGroup }) => registrationGroup,
    'pupil.email': ({ email }) => email,
    'pupil.mobilePhone': ({ mobilePhone }) => mobilePhone,
    'pupil.homePhone': ({ homePhone }) => homePhone,
    'pupil.ethnicity': ({ ethnicity }) => ethnicity,
    'pupil.fsm': ({ fsm }) => fsm,
    'pupil.sen': ({ senStatus }) => senStatus,
  },
  staff: {
    'staff.misId': ({ misId }) => misId,
    'staff.title': ({ title }) => title,
    'staff.initials': ({ initials }) => initials,
    'staff.name': nameOf,
    'staff.gender': ({ gender }) => sex(gender),
    'staff.dateOfBirth': ({ dateOfBirth }) => dateOfBirth,
    'staff.email': ({ email }) => email,
  },
}

export const comparedItems = itemCodes.filter((code) => code in known.pupil || code in known.staff)

/** What the gate lets in of a record on the day of the contract; undefined for somebody who is not on roll. */
export function received(record: SourceRecord, granted: readonly ItemCode[]): SourceRecord | undefined {
  const people = { preAdmission: 'untilStart', guests: 'refuse' } as const
  const outcome = gate(record, { granted: new Set(granted), people, today: '2026-11-10' })
  return 'passed' in outcome ? outcome.passed : undefined
}

export async function seenThrough(source: Source): Promise<Seen> {
  const { records } = await readAll(source, 'group', itemCodes)
  const groups = new Map(
    records.map(({ ref, items }) => [ref, { type: said(items['group.type']), name: said(items['group.name']) }]),
  )
  expect(groups.size).toBe(records.length)
  const people = async (kind: Kind) => {
    const read = await readAll(source, kind, itemCodes)
    expect(read.end.records).toBe(read.records.length)
    const here = read.records.flatMap((record) => received(record, itemCodes) ?? [])
    return here.map((record) => seenPerson(kind, record, groups)).sort(byMisId)
  }
  return { groups: [...groups.values()].sort(byWords), pupil: await people('pupil'), staff: await people('staff') }
}

function seenPerson(kind: Kind, record: SourceRecord, groups: ReadonlyMap<string, Group>): SeenPerson {
  const items = Object.entries(record.items)
    .filter(([code]) => code in known[kind])
    .map(([code, value]) => [code, code === `${kind}.gender` ? sex(value) : value])
  const places = record.memberships.map(({ group, item }) => ({ item, ...(groups.get(group) ?? nowhere) }))
  return {
    misId: said(record.items[`${kind}.misId`]),
    items: Object.fromEntries(items),
    year: record.facts.year,
    places: places.sort(byWords),
  }
}

/** A membership in a group that was not listed. */
const nowhere = { type: '?', name: '?' }

/** The school as the simulator knows it to be. */
export function reallyThere({ pupils, staff, groups }: Truth): Seen {
  const all = groups.map(({ type, name }) => ({ type: type.toLowerCase(), name }))
  const place = (item: string, name: string, isClass: boolean) => {
    const group = all.find((one) => one.name === name && (one.type === 'class') === isClass)
    return { item, ...(group ?? nowhere) }
  }
  const person = (kind: Kind, one: Person): SeenPerson => ({
    misId: one.misId,
    items: Object.fromEntries(Object.entries(known[kind]).map(([code, of]) => [code, of(one)])),
    year: kind === 'pupil' ? String(one['yearGroup']) : null,
    places: [
      ...one.groups.map((name) => place(`${kind}.groups`, name, false)),
      ...one.classes.map((name) => place(kind === 'pupil' ? 'pupil.classes' : 'staff.groups', name, true)),
    ].sort(byWords),
  })
  return {
    groups: all.sort(byWords),
    pupil: pupils.map((one) => person('pupil', one)).sort(byMisId),
    staff: staff.map((one) => person('staff', one)).sort(byMisId),
  }
}

/** What is left of a school where no more is carried than that; `teachers` by their numbers, for no source says of all staff who teaches. */
export function cutTo(seen: Seen, carried: Carried, teachers: ReadonlySet<string>): Seen {
  const { lacks, groupTypes, emptyGroups } = carried
  const person = ({ items, places, ...who }: SeenPerson): SeenPerson => ({
    ...who,
    items: Object.fromEntries(Object.entries(items).filter(([code]) => !lacks.some((lacking) => lacking === code))),
    places: places.filter(({ type }) => groupTypes.includes(type)),
  })
  const pupil = seen.pupil.map(person)
  const staff = seen.staff.filter(({ misId }) => carried.staff === 'all' || teachers.has(misId)).map(person)
  const used = new Set([...pupil, ...staff].flatMap(({ places }) => places.map(words)))
  const listed = (group: Group) => groupTypes.includes(group.type) && (emptyGroups || used.has(words(group)))
  return { groups: seen.groups.filter(listed), pupil, staff }
}

/** What all of them carry. */
export function carriedByAll(all: readonly Carried[]): Carried {
  return {
    lacks: comparedItems.filter((code) => all.some(({ lacks }) => lacks.includes(code))),
    groupTypes: everyType.filter((type) => all.every(({ groupTypes }) => groupTypes.includes(type))),
    staff: all.every(({ staff }) => staff === 'all') ? 'all' : 'teachers',
    emptyGroups: all.every(({ emptyGroups }) => emptyGroups),
  }
}

const words = ({ type, name }: Group) => `${type} ${name}`
const byWords = (one: Group, other: Group) => words(one).localeCompare(words(other))
const byMisId = (one: SeenPerson, other: SeenPerson) => Number(one.misId) - Number(other.misId)
