import { expect, test } from 'vitest'
import { retentionPolicy } from '../../../agreement/agreement.js'
import { endingPlan } from '../../../agreement/retention/ending-plan.js'
import type { EndingFacts } from '../../../agreement/retention/ending-plan.js'
import { shippedAgreements } from '../../../agreement/shipped.js'

const policyOf = (id: string) => retentionPolicy(shippedAgreements().find((agreement) => agreement.id === id)!)
const [portal, planner] = [policyOf('assessment-portal'), policyOf('seating-planner')]

interface Case {
  readonly what: string
  readonly of: typeof portal
  readonly effectiveAt: string
  /** When it was entered; at E, if it is left out. */
  readonly entered?: string
  readonly by?: 'head' | 'operator' | 'contract'
  readonly confirmed?: string
  readonly endsOn?: string
  readonly eraseEarly?: boolean
  readonly due: string
  readonly access: string | null
  readonly cools: string | null
  readonly erases: string | null
}

const cases: readonly Case[] = [
  {
    what: 'M, by the head: two days; a day to cool off, then at once',
    of: planner, effectiveAt: '2026-11-24T09:00Z',
    due: '2026-11-26T09:00Z', access: '2026-11-24T09:00Z', cools: '2026-11-25T09:00Z', erases: '2026-11-25T09:00Z',
  },
  {
    what: 'M over the clock change of March: 48 hours, not two dates',
    of: planner, effectiveAt: '2027-03-27T12:00Z',
    due: '2027-03-29T12:00Z', access: '2027-03-27T12:00Z', cools: '2027-03-28T12:00Z', erases: '2027-03-28T12:00Z',
  },
  {
    what: 'M over the clock change of October',
    of: planner, effectiveAt: '2026-10-24T20:00Z',
    due: '2026-10-26T20:00Z', access: '2026-10-24T20:00Z', cools: '2026-10-25T20:00Z', erases: '2026-10-25T20:00Z',
  },
  {
    what: 'M on a date to come: access until then, the cooling-off from then',
    of: planner, effectiveAt: '2026-12-31T00:00Z', entered: '2026-11-24T09:00Z',
    due: '2027-01-02T00:00Z', access: '2026-12-31T00:00Z', cools: '2027-01-01T00:00Z', erases: '2027-01-01T00:00Z',
  },
  {
    what: 'M entered 20 hours late: the cooling-off ends 22 hours before the deadline',
    of: planner, effectiveAt: '2026-11-24T00:00Z', entered: '2026-11-24T20:00Z',
    due: '2026-11-26T00:00Z', access: '2026-11-24T20:00Z', cools: '2026-11-25T02:00Z', erases: '2026-11-25T02:00Z',
  },
  {
    what: 'M entered 27 hours late: no cooling-off is left',
    of: planner, effectiveAt: '2026-11-23T00:00Z', entered: '2026-11-24T03:00Z',
    due: '2026-11-25T00:00Z', access: '2026-11-24T03:00Z', cools: '2026-11-24T03:00Z', erases: '2026-11-24T03:00Z',
  },
  {
    what: 'M entered a month late: at once, and late',
    of: planner, effectiveAt: '2026-10-24T00:00Z', entered: '2026-11-24T03:00Z',
    due: '2026-10-26T00:00Z', access: '2026-11-24T03:00Z', cools: '2026-11-24T03:00Z', erases: '2026-11-24T03:00Z',
  },
  {
    what: 'M by the vendor’s staff, unconfirmed: nothing is cut, and the clock runs all the same',
    of: planner, effectiveAt: '2026-11-24T09:00Z', by: 'operator',
    due: '2026-11-26T09:00Z', access: null, cools: null, erases: null,
  },
  {
    what: 'M by the vendor’s staff, confirmed within an hour: a day from the confirmation',
    of: planner, effectiveAt: '2026-11-24T09:00Z', by: 'operator', confirmed: '2026-11-24T10:00Z',
    due: '2026-11-26T09:00Z', access: '2026-11-24T09:00Z', cools: '2026-11-25T10:00Z', erases: '2026-11-25T10:00Z',
  },
  {
    what: 'M confirmed after 23 hours: three hours to cool off',
    of: planner, effectiveAt: '2026-11-24T09:00Z', by: 'operator', confirmed: '2026-11-25T08:00Z',
    due: '2026-11-26T09:00Z', access: '2026-11-24T09:00Z', cools: '2026-11-25T11:00Z', erases: '2026-11-25T11:00Z',
  },
  {
    what: 'M confirmed after the deadline: at once',
    of: planner, effectiveAt: '2026-11-24T09:00Z', by: 'operator', confirmed: '2026-11-27T08:00Z',
    due: '2026-11-26T09:00Z', access: '2026-11-24T09:00Z', cools: '2026-11-27T08:00Z', erases: '2026-11-27T08:00Z',
  },
  {
    what: 'M confirmed long before E: never erased before E',
    of: planner, effectiveAt: '2026-12-31T00:00Z', entered: '2026-11-24T09:00Z', by: 'operator', confirmed: '2026-11-24T10:00Z',
    due: '2027-01-02T00:00Z', access: '2026-12-31T00:00Z', cools: '2026-11-25T10:00Z', erases: '2026-12-31T00:00Z',
  },
  {
    what: 'M, the contract’s last day in summer: E is midnight in London',
    of: planner, effectiveAt: '2027-07-31T23:00Z', by: 'contract', endsOn: '2027-07-31',
    due: '2027-08-02T23:00Z', access: '2027-07-31T23:00Z', cools: '2027-08-01T23:00Z', erases: '2027-08-01T23:00Z',
  },
  {
    what: 'M asked for a day after the contract’s own end: the contract’s end is it, and needs nobody',
    of: planner, effectiveAt: '2026-12-02T00:00Z', entered: '2026-11-24T09:00Z', by: 'operator', endsOn: '2026-11-30',
    due: '2026-12-03T00:00Z', access: '2026-12-01T00:00Z', cools: '2026-12-02T00:00Z', erases: '2026-12-02T00:00Z',
  },
  {
    what: 'F by the head: six months from the day, erased a week before',
    of: portal, effectiveAt: '2026-11-24T09:00Z',
    due: '2027-05-23T23:00Z', access: '2026-11-24T09:00Z', cools: '2026-11-25T09:00Z', erases: '2027-05-16T23:00Z',
  },
  {
    what: 'F asked to erase early: when the cooling-off is over',
    of: portal, effectiveAt: '2026-11-24T09:00Z', eraseEarly: true,
    due: '2027-05-23T23:00Z', access: '2026-11-24T09:00Z', cools: '2026-11-25T09:00Z', erases: '2026-11-25T09:00Z',
  },
  {
    what: 'F, effective at midnight in London: the day before counts',
    of: portal, effectiveAt: '2027-01-01T00:00Z', by: 'contract', endsOn: '2026-12-31',
    due: '2027-06-29T23:00Z', access: '2027-01-01T00:00Z', cools: '2027-01-02T00:00Z', erases: '2027-06-22T23:00Z',
  },
  {
    what: 'F from 31 August: the end of a month is clamped',
    of: portal, effectiveAt: '2026-08-31T12:00Z',
    due: '2027-02-28T00:00Z', access: '2026-08-31T12:00Z', cools: '2026-09-01T12:00Z', erases: '2027-02-21T00:00Z',
  },
  {
    what: 'F into a leap year',
    of: portal, effectiveAt: '2027-08-30T12:00Z',
    due: '2028-02-29T00:00Z', access: '2027-08-30T12:00Z', cools: '2027-08-31T12:00Z', erases: '2028-02-22T00:00Z',
  },
  {
    what: 'F learned five days before the deadline: no cooling-off, and at once',
    of: portal, effectiveAt: '2026-05-24T09:00Z', entered: '2026-11-18T09:00Z',
    due: '2026-11-24T00:00Z', access: '2026-11-18T09:00Z', cools: '2026-11-18T09:00Z', erases: '2026-11-18T09:00Z',
  },
] // prettier-ignore

const at = (text: string) => Date.parse(text)
const text = (instant: number | null) =>
  instant === null ? null : new Date(instant).toISOString().replace(':00.000', '')

function factsOf({ effectiveAt, entered, by = 'head', confirmed, endsOn, eraseEarly = false }: Case): EndingFacts {
  return {
    effectiveAt: at(effectiveAt),
    instructedAt: at(entered ?? effectiveAt),
    needsConfirmation: by === 'operator',
    confirmedAt: confirmed === undefined ? null : at(confirmed),
    eraseEarly,
    endsOn: endsOn ?? null,
  }
}

test.for(cases)('$what [R16][R44]', (one) => {
  const plan = endingPlan(factsOf(one), one.of)
  expect([plan.dueAt, plan.accessEndsAt, plan.coolingOffUntil, plan.eraseAt].map(text)).toEqual([
    one.due,
    one.access,
    one.cools,
    one.erases,
  ])
})

test.for([
  ['of the vendor’s staff needs nobody where the contract is over by then', '2026-12-01T00:00Z', '2026-12-02T00:00Z'],
  ['of the vendor’s staff needs a second person before the contract’s end', '2026-11-30T23:59Z', null],
] as const)('an end %s', ([, effectiveAt, cools]) => {
  const facts = factsOf({ ...cases[0]!, by: 'operator', effectiveAt, entered: '2026-11-24T09:00Z', endsOn: '2026-11-30' })
  expect(text(endingPlan(facts, planner).coolingOffUntil)).toBe(cools)
}) // prettier-ignore

test('alerts at half time and at 40 hours, and not while all goes to plan', () => {
  const of = { ...cases[7]!, by: 'operator' as const }
  const hours = (instants: readonly number[]) => instants.map((instant) => (instant - at(of.effectiveAt)) / 3_600_000)
  const unconfirmed = endingPlan(factsOf(of), planner)
  expect(hours(unconfirmed.alertsAt)).toEqual([24, 40])
  expect(hours(unconfirmed.remindersAt)).toEqual([4, 20, 24])
  const confirmed = endingPlan(factsOf({ ...of, confirmed: of.effectiveAt }), planner)
  expect(hours(confirmed.alertsAt)).toEqual([24 + 1 / 6, 40])
  expect(confirmed.remindersAt).toEqual([])
})
