import { describe, expect, test } from 'vitest'
import { departuresOf, readAll } from '../support/reading.js'
import { byName } from './pairs.js'
import { schoolOfTheContract } from './school.js'
import { received } from './seen.js'

const { happens, open, truth } = schoolOfTheContract(60)

describe.for(byName)('a pupil of a school read through %s', ([, pair]) => {
  const onRoll = async (misId: string) => {
    const { records } = await readAll(open(pair), 'pupil', ['pupil.misId'])
    return records.find((one) => one.items['pupil.misId'] === misId && received(one, ['pupil.misId']) !== undefined)
  }

  test.for([
    ['left', 20, { do: 'leave', on: '2026-11-06' }, 'return'],
    ['deleted', 21, { do: 'delete' }, 'restore'],
  ] as const)('who %s is on roll no more, and stated to be gone if the source tells, until the pupil is back', async ([how, at, event, back]) => {
    const { misId, surname } = (await truth()).pupils[at]!
    const ref = (await onRoll(misId))?.ref
    const stated = async () =>
      (await departuresOf(open(pair))).filter((one) => one.ref === ref || one.identities.some(({ kind, value }) => kind === 'misId' && value === misId)) // prettier-ignore
    expect([ref === undefined, await stated()]).toEqual([false, []])

    await happens({ ...event, misId })
    const gone = await stated()
    const said = pair.states[how]
    expect(await onRoll(misId)).toBeUndefined()
    expect(gone).toEqual(said === null ? [] : [expect.objectContaining({ kind: 'pupil', ...said })])
    // Neither a name nor a UPN: who it is, and the day.
    expect(JSON.stringify(gone)).not.toContain(surname)
    expect(gone.flatMap(({ identities }) => identities.map(({ kind }) => kind))).not.toContain('upn')

    await happens({ do: back, misId })
    expect([(await onRoll(misId))?.ref, await stated()]).toEqual([ref, []])
  }) // prettier-ignore
})
