import { describe, expect, test } from 'vitest'
import { itemCodes } from '../../../agreement/items.js'
import { SourceFailure } from '../../../connectors/source.js'
import { nothingRead } from '../../../connectors/walk-end.js'
import { departuresOf, failureOf, readAll } from '../support/reading.js'
import { byName } from './pairs.js'
import { schoolOfTheContract } from './school.js'
import { received } from './seen.js'

const { asked, deny, happens, open, shareAll, truth } = schoolOfTheContract(80)

const kinds = ['group', 'staff', 'pupil'] as const

/** What some work comes to, or the type of the failure that it ends with. */
const endOf = async <T>(work: Promise<T>) =>
  work.catch((failure: unknown) => {
    if (failure instanceof SourceFailure) return failure.type
    throw failure
  })

describe.for(byName)('a school read through %s', ([, pair]) => {
  const source = () => open(pair)
  const { denying } = pair

  test('is asked for what is granted, and what the rules of time need, and no more comes through [R02][R03]', async () => {
    const opened = source()
    await opened.school()
    const through = new Set<string>()
    for (const kind of kinds)
      for (const record of (await readAll(opened, kind, ['pupil.name'])).records)
        for (const code of Object.keys(received(record, ['pupil.name'])?.items ?? {})) through.add(code)
    await opened.counts(new Set(['pupil.name']))
    expect([...through]).toEqual(['pupil.name'])

    const requests = (await asked()).filter(({ path }) => !/permissions|TokenDetails|\/token$/.test(path))
    if (pair.moreThanNames === null) expect(requests).toHaveLength(1)
    else {
      expect(requests.length).toBeGreaterThan(1)
      expect(JSON.stringify(requests.map(({ path, query }) => [path, query]))).not.toMatch(pair.moreThanNames)
    }
  })

  test('is never asked about parents, photographs or those who have not started, and gives no record of a parent [R33][R38]', async () => {
    const opened = source()
    const read = { pupil: await readAll(opened, 'pupil', itemCodes), staff: await readAll(opened, 'staff', itemCodes) }
    await departuresOf(opened)
    expect(JSON.stringify(await asked())).not.toMatch(/contacts|pre-?admission|photo|guests|parents|agents|\/users/i)
    // The MIS numbers pupils and staff; a parent in a file of everybody has no such number.
    for (const kind of ['pupil', 'staff'] as const)
      expect(read[kind].records.filter(({ items }) => typeof items[`${kind}.misId`] !== 'string')).toEqual([])
  })

  test('gives no item that it does not share, and null for one that the MIS does not have [R03]', async () => {
    const { misId } = (await truth()).pupils[5]!
    await happens({ do: 'set', misId, field: 'email', value: null })
    await deny(denying.items)
    const { permitted } = await source().permissions()
    expect([denying.items.taken.some((code) => permitted.has(code)), permitted.has('pupil.upn')]).toEqual([false, true])
    const { records } = await readAll(source(), 'pupil', itemCodes)
    for (const { items } of records) for (const code of denying.items.taken) expect(items).not.toHaveProperty([code])
    expect(records.filter(({ items }) => items['pupil.email'] === null).map(({ items }) => items['pupil.misId'])).toEqual([misId]) // prettier-ignore
  })

  test('changes the fingerprint of what it shares, and changes it back', async () => {
    const print = async () => (await source().permissions()).fingerprint
    const before = await print()
    await deny(denying.items)
    const less = await print()
    await shareAll()
    expect([less === before, (await print()) === before]).toEqual([false, true])
  })

  test('refuses, and does not look empty, where it shares no pupils', async () => {
    await deny(denying.pupils)
    expect((await failureOf(readAll(source(), 'pupil', ['pupil.name']))).type).toBe(denying.pupils.ends)
  })

  test('has people in no groups where it says that it shares none, and fails where it cannot say so', async () => {
    await deny(denying.groups)
    const pupils = await endOf(
      readAll(source(), 'pupil', itemCodes).then(({ records }) =>
        records.some(({ memberships }) => memberships.length > 0) ? 'memberships' : 'noMemberships',
      ),
    )
    const groups = await endOf(readAll(source(), 'group', itemCodes).then(({ end }) => end))
    const { ends } = denying.groups
    expect([pupils, groups]).toEqual([ends, ends === 'noMemberships' ? nothingRead : ends])
    // Who needs no groups reads on.
    expect((await readAll(source(), 'pupil', ['pupil.name'])).end.records).toBeGreaterThan(75)
  })
})
