import { describe, expect, test } from 'vitest'

import type { ItemCode } from '../../../agreement/items.js'
import { failureOf, readAll } from '../support/reading.js'
import { simulatedSchool } from './support/simulated-school.js'

const { control, fault, school, source } = simulatedSchool()

describe('a school that is unwell', () => {
  const pupils = () => readAll(source(), 'pupil', ['pupil.name'])

  test.for([
    ['401', 'SourceRefused'],
    ['403', 'SourceRefused'],
    ['500', 'SourceUnavailable'],
    ['503', 'SourceUnavailable'],
    ['429', 'SourceThrottled'],
    ['htmlWith200', 'SourceUnavailable'],
    ['cutJson', 'SourceIncomplete'],
    ['repeatedPage', 'SourceIncomplete'],
    ['endlessPages', 'SourceIncomplete'],
    ['moreWithoutNext', 'SourceIncomplete'],
    ['nextOnOtherHost', 'SourceIncomplete'],
    ['duplicateIds', 'SourceIncomplete'],
    ['wrongTypes', 'SourceChangedShape'],
    ['hugeString', 'SourceChangedShape'],
  ] as const)('with %s is %s', async ([kind, type]) => {
    await fault(kind, { path: '/students' })
    expect(await failureOf(pupils())).toMatchObject({ name: 'SourceFailure', type })
  })

  test('and answers for another school, is WrongSchool', async () => {
    await control('POST', 'schools', { seed: 'another', profile: 'primary', pupils: 60 })
    await fault('otherSchool', { schoolId: school().id })
    expect((await failureOf(source().school())).type).toBe('WrongSchool')
  })

  test('with another token is SourceRefused', async () => {
    expect((await failureOf(source('0'.repeat(40)).school())).type).toBe('SourceRefused')
  })

  test.for([['500'], ['cutJson'], ['htmlWith200']] as const)('with one %s is read all the same', async ([kind]) => {
    await fault(kind, { path: '/students', times: 1 })
    expect((await pupils()).end.records).toBeGreaterThan(400)
  })

  test.for([['missingLastPage'], ['emptySchool'], ['countsDisagree']] as const)(
    'with %s does not have as many pupils as it says',
    async ([kind]) => {
      await fault(kind)
      const counts = await source().counts(new Set<ItemCode>(['pupil.name']))
      expect(counts.pupil).not.toBe((await pupils()).end.records)
    },
  )
})
