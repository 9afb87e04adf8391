import { describe, expect, test } from 'vitest'
import { openSource } from '../../../connectors/registry.js'
import { calm, failureOf, readAll } from '../support/reading.js'
import { byName } from './pairs.js'
import { schoolOfTheContract } from './school.js'

const { control, fault, open, school } = schoolOfTheContract(60)

describe.for(byName)('a school read through %s', ([, pair]) => {
  test.for([
    ['cutJson', 'SourceIncomplete'],
    ['duplicateIds', 'SourceIncomplete'],
    ['wrongTypes', 'SourceChangedShape'],
    ['hugeString', 'SourceChangedShape'],
    ['htmlWith200', 'SourceUnavailable'],
    ['503', 'SourceUnavailable'],
    ['429', 'SourceThrottled'],
    ['403', 'SourceRefused'],
    ['401', 'SourceRefused'],
  ] as const)('with %s is %s', async ([kind, type]) => {
    await fault(kind, { path: pair.pupils })
    const failure = await failureOf(readAll(open(pair), 'pupil', ['pupil.name']))
    expect(failure).toMatchObject({ name: 'SourceFailure', type })
  })

  test('refuses whoever has not its own secret', async () => {
    expect((await failureOf(open(pair, pair.wrongSecret).school())).type).toBe('SourceRefused')
  })

  test('is not believed when it answers for another school [R46]', async () => {
    await control('POST', 'schools', { seed: 'another', profile: 'primary', pupils: 60 })
    await fault('otherSchool', { schoolId: school().id })
    expect((await failureOf(open(pair).school())).type).toBe('WrongSchool')
  })

  test('is reached over TLS, or on this machine where that is allowed, and nowhere inside [R09]', () => {
    const { binding, secret } = pair.settings(school().credentials)
    for (const baseUrl of [
      'http://mis.example',
      'https://169.254.169.254',
      'http://127.0.0.1:3999',
      'https://10.0.0.1',
    ])
      expect(() =>
        openSource(pair.connector, { connector: pair.connector, ...binding, baseUrl }, secret, calm),
      ).toThrow(/plain_http|internal_address/)
  })
})
