import type { OpenRecord } from '../../../api/records/read-records.js'
import type { Carried } from '../../connectors/contract/pair.js'
import { pairs } from '../../connectors/contract/pairs.js'
import { cutTo, reallyThere } from '../../connectors/contract/seen.js'
import type { Truth } from '../../simulators/client.js'
import type { Reading } from './follower.js'
import { everybody, excuse, keyOf, spellOf } from './model.js'
import type { Kind } from './model.js'
import type { Played } from './played.js'

interface Compared {
  readonly played: Played
  readonly truth: Truth
  readonly reading: Reading
  readonly granted: ReadonlySet<string>
}

/** Where what reading shows is not what is really so, a sentence each. It names people: everybody is made up. */
export function differsFromTruth(compared: Compared): readonly string[] {
  const { played, truth, reading } = compared
  const carries = pairs.find(({ connector }) => connector === played.school.way.connector)?.carries
  if (!carries) throw new Error(`Nothing is known of what ${played.school.way.connector} carries.`)
  const teachers = new Set(truth.staff.filter(({ teaching }) => teaching).map(({ misId }) => misId))
  const real = cutTo(reallyThere(truth), carries, teachers)
  const shown = shownPeople(played, reading)
  return [
    ...whoDiffers(compared, shown),
    ...(['pupil', 'staff'] as const).flatMap((kind) =>
      real[kind].flatMap((expected) => {
        const key = keyByMisId(truth, kind, expected.misId)
        const record = shown.get(key)
        return record
          ? [...itemsDiffer(compared, key, record, expected), ...placesDiffer(compared, key, record, expected)]
          : []
      }),
    ),
    ...groupsDiffer(compared, carries, real.groups),
  ]
}

type Shown = ReadonlyMap<string, OpenRecord>
type Expected = ReturnType<typeof reallyThere>['pupil'][number]

function shownPeople({ follower }: Played, reading: Reading): Shown {
  const people = [...reading].filter(([, { kind, state }]) => kind !== 'group' && state === 'shown')
  return new Map(people.map(([id, record]) => [follower.who.get(id) ?? id, record]))
}

function whoDiffers({ played, truth }: Compared, shown: Shown): readonly string[] {
  const { model, now } = played
  const there = everybody(truth)
  const missing = [...there].filter(
    ([key, person]) => !shown.has(key) && excuse(model, key, spellOf(person)) === undefined,
  )
  const surplus = [...shown.keys()].filter((key) => !there.has(key) && (model.kept.get(key) ?? now()) <= now())
  return [
    ...missing.map(([key]) => `${key} is there and not shown`),
    ...surplus.map((key) => `${key} is shown and not there`),
  ]
}

function itemsDiffer(
  { played, granted }: Compared,
  key: string,
  record: OpenRecord,
  { items }: Expected,
): readonly string[] {
  const withheld = played.model.withheld.get(key)
  const held: Readonly<Record<string, unknown>> = record.items
  return Object.entries(items)
    .filter(
      ([item, value]) => granted.has(item) && !withheld?.has(item) && plain(item, held[item]) !== plain(item, value),
    )
    .map(([item]) => `${item} of ${key} differs`)
}

/** Each source writes a sex in its own way. */
const plain = (item: string, value: unknown) =>
  JSON.stringify((item.endsWith('.gender') ? String(value).charAt(0).toUpperCase() : value) ?? null)

function placesDiffer(
  { played, reading, granted }: Compared,
  key: string,
  { memberships }: OpenRecord,
  { places }: Expected,
): readonly string[] {
  const { withheld, loose } = played.model
  const told = (list: readonly { readonly item: string; readonly name: string }[]) =>
    list
      .filter(({ item, name }) => granted.has(item) && !withheld.get(key)?.has(item) && !loose.has(name))
      .map(({ item, name }) => `${item} ${name}`)
      .sort()
      .join(', ')
  const held = told(memberships.map(({ item, groupId }) => ({ item, name: nameOf(reading, groupId) })))
  return held === told(places) ? [] : [`groups of ${key} differ: ${held} instead of ${told(places)}`]
}

function nameOf(reading: Reading, group: string): string {
  const name = reading.get(group)?.items['group.name']
  return typeof name === 'string' ? name : '?'
}

/** What a group is asked for by: where nothing of it is granted it may be there or not. */
const places = ['pupil.groups', 'pupil.classes', 'staff.groups']

function groupsDiffer(
  { played, truth, reading, granted }: Compared,
  { emptyGroups }: Carried,
  real: readonly { readonly name: string }[],
): readonly string[] {
  const held = [...reading].filter(([, { kind }]) => kind === 'group').map(([id]) => nameOf(reading, id))
  const compared = (name: string) => !played.model.loose.has(name)
  const listed = truth.groups.map(({ name }) => name)
  const surplus = held.filter((name) => compared(name) && !listed.includes(name))
  const isAsked = emptyGroups && places.every((item) => granted.has(item))
  const missing = real.filter(({ name }) => isAsked && compared(name) && !held.includes(name))
  return [
    ...surplus.map((name) => `group ${name} is not there`),
    ...missing.map(({ name }) => `group ${name} is missing`),
  ]
}

function keyByMisId({ pupils, staff }: Truth, kind: Kind, misId: string): string {
  const person = (kind === 'pupil' ? pupils : staff).find((one) => one.misId === misId)
  return person ? keyOf(kind, person) : ''
}
