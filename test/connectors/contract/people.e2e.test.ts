import { describe, expect, test } from 'vitest'
import type { Truth } from '../../simulators/client.js'
import type { Pair } from './pair.js'
import { byName, pairs } from './pairs.js'
import { schoolOfTheContract } from './school.js'
import { carriedByAll, comparedItems, cutTo, reallyThere, seenThrough } from './seen.js'
import type { Seen } from './seen.js'

// With fewer it would have no houses.
const { open, school, truth } = schoolOfTheContract(200)

const read = new Map<string, Promise<Seen>>()
/** Nothing happens to this school, so each pair reads it once. */
function seenBy(pair: Pair): Promise<Seen> {
  const seen = read.get(pair.name) ?? seenThrough(open(pair))
  read.set(pair.name, seen)
  return seen
}

const teachersIn = ({ staff }: Truth) => new Set(staff.filter(({ teaching }) => teaching).map(({ misId }) => misId))

describe.for(byName)('a school read through %s', ([, pair]) => {
  const carried = async () => {
    const real = await truth()
    return cutTo(reallyThere(real), pair.carries, teachersIn(real))
  }

  test('tells who it is, by the id that is bound [R34][R46]', async () => {
    const said = await open(pair).school()
    const { schoolId } = pair.settings(school().credentials).binding
    expect(said).toMatchObject({ ref: schoolId, name: 'Contract School' })
    expect(said.establishmentNumber).toBe(school().establishmentNumber)
  })

  test('says which items it carries [R28][R32]', async () => {
    const { permitted } = await open(pair).permissions()
    expect(new Set(comparedItems.filter((code) => !permitted.has(code)))).toEqual(new Set(pair.carries.lacks))
  })

  test('has the pupils that are really there, item by item, in the groups and classes they are in [R28]', async () => {
    const { pupil } = await seenBy(pair)
    expect(pupil).toEqual((await carried()).pupil)
    expect(pupil.length).toBeGreaterThan(190)
  })

  test('has the staff that are really there, looking after the groups and classes they do look after [R32]', async () => {
    const { staff } = await seenBy(pair)
    expect(staff).toEqual((await carried()).staff)
    expect(staff.filter(({ places }) => places.length > 1).length).toBeGreaterThan(3)
  })

  test('has the groups and classes that are really there, by name and type', async () => {
    const { groups } = await seenBy(pair)
    expect(groups).toEqual((await carried()).groups)
    expect(new Set(groups.map(({ type }) => type))).toEqual(new Set(pair.carries.groupTypes))
  })
})

test('the same school is the same people in the same groups, whatever is spoken', async () => {
  const teachers = teachersIn(await truth())
  const common = carriedByAll(pairs.map(({ carries }) => carries))
  const all = await Promise.all(
    pairs.map(async (pair) => [pair.name, cutTo(await seenBy(pair), common, teachers)] as const),
  )
  const first = all[0]?.[1]
  for (const [name, seen] of all) expect([name, seen]).toEqual([name, first])
  expect(all.length).toBeGreaterThan(1)
  expect(Object.keys(first?.pupil[0]?.items ?? {}).sort()).toEqual([
    'pupil.dateOfBirth', 'pupil.email', 'pupil.gender', 'pupil.misId', 'pupil.name', 'pupil.registrationGroup', 'pupil.uln', 'pupil.upn',
    'pupil.yearGroup',
  ]) // prettier-ignore
  expect(Object.keys(first?.staff[0]?.items ?? {}).sort()).toEqual([
    'staff.dateOfBirth', 'staff.email', 'staff.gender', 'staff.misId', 'staff.name',
  ]) // prettier-ignore
  expect(first?.groups.map(({ type }) => type)).toEqual(expect.arrayContaining(['registration', 'class']))
  expect(first?.pupil.every(({ places }) => places.length > 1)).toBe(true)
})
