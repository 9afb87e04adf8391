import { expect, test } from 'vitest'
import { retentionPolicy } from '../../agreement/agreement.js'
import { lawOf } from '../../agreement/law.js'
import { shippedAgreements } from '../../agreement/shipped.js'

const [portal, planner] = shippedAgreements()
const from = new Date('2026-11-24T12:00:00Z')

test('the versions that held one after the other are a first policy and its changes, each with its instant', () => {
  const first = { agreement: portal!, from: new Date('2026-09-01T12:00:00Z') }
  expect(lawOf([])).toBeUndefined()
  expect(lawOf([first])).toEqual({ first: retentionPolicy(portal!), changes: [] })
  expect(lawOf([first, { agreement: planner!, from }])).toEqual({
    first: retentionPolicy(portal!),
    changes: [{ policy: retentionPolicy(planner!), from: from.getTime() }],
  })
})

test('the dates of people depend on an agreement’s rules of time and of people', () => {
  expect(retentionPolicy(portal!)).toEqual({ ...portal!.time, guests: 'refuse', preAdmission: 'untilStart' })
})
