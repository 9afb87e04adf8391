import { describe, expect, test } from 'vitest'
import type { SourceRecord } from '../../../connectors/source.js'
import { failureOf, readAll } from '../support/reading.js'
import { byName, pairs } from './pairs.js'
import { schoolOfTheContract } from './school.js'
import { received } from './seen.js'

const { asked, fault, happens, open, truth } = schoolOfTheContract(60)

const numbers = new Set(['pupil.misId', 'staff.misId'] as const)
const misIdOf = (record: SourceRecord | undefined) => record?.identities.find(({ kind }) => kind === 'misId')?.value

describe.for(byName)('one person of a school read through %s', ([, pair]) => {
  test.for(['pupil', 'staff'] as const)(
    'a %s is found by the source’s own id and by the number of the MIS, and is the one whom a read gives [R02]',
    async (kind) => {
      const { records } = await readAll(open(pair), kind, [`${kind}.misId`])
      const one = records.filter((record) => received(record, []))[1]!
      const misId = misIdOf(one)!
      const source = open(pair)
      for (const id of [one.ref, misId]) {
        const found = await source.find(kind, id, numbers)
        expect(found).toEqual({ ...one, items: found?.items, memberships: [] })
        expect(found?.items[`${kind}.misId`] ?? misId).toBe(misId)
      }
    },
  )

  test('is asked for with nothing but what names a person and what the rules of time need [R02][R03]', async () => {
    const { pupils } = await truth()
    const source = open(pair)
    await source.school()
    const found = await source.find('pupil', pupils[3]!.misId, numbers)
    expect(Object.keys(received(found!, [...numbers])?.items ?? {})).toEqual(['pupil.misId'])
    const requests = (await asked()).filter(({ path }) => !/permissions|TokenDetails|\/token$/.test(path))
    // Names and numbers stand in one field of OneRoster; everything else is the same as where only names are wanted.
    const more =
      pair.connector === 'oneroster'
        ? /metadata|email|sms|phone|birth|demographics|agents|\/users/i
        : pair.moreThanNames
    if (pair.moreThanNames === null || more === null) return
    expect(JSON.stringify(requests.map(({ path, query }) => [path, query]))).not.toMatch(more)
  })

  test.for(['nobody', '0', '..', '.', 'a/b', '../../counts', '?x=1#y', 'PL-', '%2e%2e', 'é '.repeat(40)])(
    'whose id is %j is nobody, and no other address is asked',
    async (id) => {
      expect(await open(pair).find('pupil', id, numbers)).toBeUndefined()
      expect((await asked()).filter(({ path }) => /counts$|\.\./.test(path))).toEqual([])
    },
  )

  test('who has left is not taken for one who is here', async () => {
    const { misId } = (await truth()).pupils[20]!
    await happens({ do: 'leave', misId, on: '2026-11-06' })
    const found = await open(pair).find('pupil', misId, numbers)
    expect(found && received(found, [...numbers])).toBeUndefined()
    await happens({ do: 'return', misId })
    expect(misIdOf(await open(pair).find('pupil', misId, numbers))).toBe(misId)
  })

  test.for([
    ['503', 'SourceUnavailable'],
    ['403', 'SourceRefused'],
    ['wrongTypes', 'SourceChangedShape'],
  ] as const)('with %s is a failure that does not say whom it was about', async ([kind, type]) => {
    const { misId } = (await truth()).pupils[4]!
    await fault(kind, { path: pair.pupils })
    const failure = await failureOf(open(pair).find('pupil', misId, numbers))
    expect(failure).toMatchObject({ name: 'SourceFailure', type })
    expect(failure.message).not.toContain(misId)
  })
})

// OneRoster knows neither.
const toldApart = pairs.filter(({ connector }) => connector !== 'oneroster').map((pair) => [pair.name, pair] as const)

test.for(toldApart)(
  'a guest, and one whose first day lies ahead, are found through %s as what they are',
  async ([, pair]) => {
    const { records } = await readAll(open(pairs[0]!), 'pupil', [])
    const guest = records.find(({ facts }) => facts.status === 'G')
    const starter = records.find(({ facts }) => (facts.spell?.start ?? '') > '2026-11-10')
    const find = async (record: SourceRecord | undefined) => open(pair).find('pupil', misIdOf(record)!, numbers)
    expect((await find(guest))?.facts.status).toBe('G')
    expect((await find(starter))?.facts.spell?.start).toBe(starter?.facts.spell?.start)
  },
)
