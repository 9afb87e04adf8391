import { expect, test } from 'vitest'
import { settledGuards } from '../../../agreement/guard/settled-guards.js'
import { guardNames } from '../../../agreement/schema/guards.js'
import { guards } from './support.js'

test('are the agreement’s where the school moved none', () => {
  expect(settledGuards(guards, undefined)).toEqual(guards)
  expect(settledGuards(guards, {})).toEqual(guards)
})

test.for(guardNames)('%s is moved by its own percentage, and nothing else with it', (name) => {
  const { from, to } = guards[name].schoolMaySet
  expect(settledGuards(guards, { [name]: from })).toEqual({ ...guards, [name]: { ...guards[name], percent: from } })
  expect(settledGuards(guards, { [name]: to })[name].percent).toBe(to)
})

test('stay within the limits of a version that drew them closer since', () => {
  expect(settledGuards(guards, { staff: 31 }).staff.percent).toBe(30)
  expect(settledGuards(guards, { staff: 4 }).staff.percent).toBe(5)
})
