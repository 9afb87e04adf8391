import { describe, expect, test } from 'vitest'

import { failureOf, readAll } from '../support/reading.js'
import { simulatedSchool } from './support/simulated-school.js'

const { asked, fault, source } = simulatedSchool({ profile: 'primary', pupils: 90 })

describe('a school that is unwell', () => {
  const pupils = () => readAll(source({}, { options: { rowsAPage: 40 } }), 'pupil', ['pupil.name'])

  test.for([
    ['401', 'SourceRefused'],
    ['403', 'SourceRefused'],
    ['500', 'SourceUnavailable'],
    ['503', 'SourceUnavailable'],
    ['429', 'SourceThrottled'],
    ['htmlWith200', 'SourceUnavailable'],
    ['cutJson', 'SourceIncomplete'],
    ['missingLastPage', 'SourceIncomplete'],
    ['repeatedPage', 'SourceIncomplete'],
    ['endlessPages', 'SourceIncomplete'],
    ['moreWithoutNext', 'SourceIncomplete'],
    ['nextOnOtherHost', 'SourceIncomplete'],
    ['emptySchool', 'SourceIncomplete'],
    ['countsDisagree', 'SourceIncomplete'],
    ['duplicateIds', 'SourceIncomplete'],
    ['wrongTypes', 'SourceChangedShape'],
    ['hugeString', 'SourceChangedShape'],
  ] as const)('with %s is %s', async ([kind, type]) => {
    await fault(kind, { path: '/students' })
    expect(await failureOf(pupils())).toMatchObject({ name: 'SourceFailure', type })
  })

  test('and answers for another school, is WrongSchool [R46]', async () => {
    await fault('otherSchool')
    expect((await failureOf(source().school())).type).toBe('WrongSchool')
    // The last word of the path is right, whose rows they are is not.
    await fault('otherSchool', { path: '/students' })
    expect((await failureOf(pupils())).type).toBe('WrongSchool')
  })

  test('with another secret is SourceRefused, after each form of asking once', async () => {
    const secret = { clientId: 'somebody', clientSecret: 'else' }
    expect((await failureOf(source({ version: '1.2' }, { secret }).school())).type).toBe('SourceRefused')
    expect((await asked()).map(({ method }) => method)).toEqual(['POST', 'POST', 'POST', 'POST'])
  })

  test.for([['500'], ['cutJson'], ['htmlWith200'], ['401']] as const)(
    'with one %s is read all the same',
    async ([kind]) => {
      await fault(kind, { path: '/students', times: 1 })
      expect((await pupils()).end.records).toBeGreaterThanOrEqual(90)
    },
  )
})
