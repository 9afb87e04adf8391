import { expect, test } from 'vitest'
import { isToBeTold, nextTelling } from '../../../activities/holds/telling.js'

const HOUR = 3_600_000
const opened = new Date('2026-11-09T22:00:00Z')
const after = (hours: number) => new Date(opened.getTime() + hours * HOUR)
const hold = (told: number | null) => ({
  opened_at: opened,
  due_at: after(100),
  told_until: told === null ? null : after(told),
})

test.for([
  ['at once', null, 0, true],
  ['not again before half of its time', 0, 49.9, false],
  ['at half of its time', 0, 50, true],
  ['once for half', 50, 89.9, false],
  ['when a tenth is left', 50, 90, true],
  ['not after that', 90, 99, false],
  ['once for what was missed', null, 95, true],
] as const)('tells of a hold %s', ([, told, now, expected]) => {
  expect(isToBeTold(hold(told), after(now))).toBe(expected)
})

test.for([
  ['the half, when it was told at once', 0, 0, 50],
  ['the last tenth after that', 50, 50, 90],
  ['its deadline when all is told', 90, 90, 100],
  ['now, where one was missed', 0, 60, 60],
] as const)('looks again at %s', ([, told, now, expected]) => {
  expect(nextTelling(hold(told), after(now))).toEqual(after(expected))
})
