import { expect, test } from 'vitest'
import { detectionOf } from '../../agreement/detection.js'
import { shippedAgreements } from '../../agreement/shipped.js'

test('says for each connector of an agreement how late a leaving may be seen at worst, part by part [K15]', () => {
  const [planner] = shippedAgreements().filter(({ id }) => id === 'seating-planner')
  const [xporter, ...more] = detectionOf(planner!)
  expect(more).toEqual([])
  expect(xporter).toMatchObject({ connector: 'xporter', hours: 56 })
  expect(xporter!.parts.map(({ what, hours }) => [what, hours])).toEqual([
    ['refresh', 24],
    ['night', 25],
    ['run', 7],
  ])
})

test('a part of which the connector publishes nothing has no number, and is not hidden in the sum [K15]', () => {
  const [wonde] = detectionOf({ connectors: ['wonde'] })
  expect(wonde!.parts[0]).toEqual({
    what: 'refresh',
    hours: null,
    words: 'Wonde reads the MIS in its own time, and does not publish how often.',
  })
  expect(wonde!.hours).toBe(32)
})
