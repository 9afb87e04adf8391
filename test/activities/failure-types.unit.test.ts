import { expect, test } from 'vitest'
import { failureKinds, isFailureType } from '../../activities/failure-types.js'
import { sourceFailureTypes } from '../../connectors/source.js'

test('explains every way in which a source can fail us', () => {
  expect(sourceFailureTypes.every(isFailureType)).toBe(true)
})

test.for(Object.entries(failureKinds))(
  '%s says what it means and what the operator does, in sentences',
  ([, { means, operator }]) => {
    for (const sentence of [means, operator]) expect(sentence).toMatch(/^[A-Z].*\.$/)
  },
)
