import fc from 'fast-check'

const from = Date.parse('2024-01-01T00:00:00Z')
const to = Date.parse('2029-12-31T00:00:00Z')
const anyInstant = fc.integer({ min: from, max: to }).map((ms) => new Date(ms).toISOString())
// Days around which rules turn; instants fall on them too, so that what is ruled by which came first is met at every run.
const turningDay = fc.constantFrom('2026-08-31', '2026-09-01', '2028-02-29', '2027-02-28', '2026-10-25', '2027-03-28', '2026-07-20') // prettier-ignore
const timeOfDay = fc.constantFrom('00:00:00.000Z', '12:00:00.000Z', '23:00:00.000Z', '23:59:59.999Z')
export const instant = fc.oneof(
  anyInstant,
  fc.tuple(turningDay, timeOfDay).map(([day, time]) => `${day}T${time}`),
)
const day = fc.oneof(
  anyInstant.map((text) => text.slice(0, 10)),
  turningDay,
)
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })
const few = <T>(arbitrary: fc.Arbitrary<T>) => fc.array(arbitrary, { maxLength: 4 })
const year = fc.constantFrom('N2', 'R', '6', '9', '10', '11', '12', '13', 'X')

/** Facts of any kind, mutually contradicting ones among them: what a source and people really send. */
export const anyFacts = fc.record({
  now: instant,
  school: fc.record({
    kind: maybe(fc.constantFrom('primary', 'secondary', 'special', 'nursery')),
    statutoryHighAge: maybe(fc.constantFrom(11, 16, 18, 19)),
    contract: maybe(fc.record({ endsOn: maybe(day), endedAt: maybe(instant) })),
  }),
  subject: fc.record({
    kind: fc.constantFrom('pupil', 'staff'),
    dateOfBirth: maybe(fc.constant('2011-02-28')),
    status: maybe(fc.constantFrom('C', 'M', 'G', 'P')),
    spells: few(fc.record({ start: maybe(day), leaving: maybe(day) })),
    years: few(fc.record({ from: day, year })),
  }),
  notices: few(
    fc.record({
      at: instant,
      by: fc.constantFrom('api', 'leaverRow', 'deletionRow', 'endedEnrolment', 'absent', 'optOut'),
      leftOn: maybe(day),
    }),
  ),
  reads: few(
    fc.record({ at: instant, whole: fc.boolean(), listed: fc.boolean(), leaving: maybe(day), start: maybe(day) }),
  ),
  withdrawn: few(
    fc.record({ at: instant, item: maybe(fc.constantFrom('pupil.sen', 'pupil.fsm')), grantedAgainAt: maybe(instant) }),
  ),
  answers: few(
    fc.record({ at: instant, rule: fc.constant('stageEnd'), answer: fc.constantFrom('repeatsYear', 'left', 'delete') }),
  ),
  stays: few(
    fc.record({
      kind: fc.constantFrom('sar', 'restriction', 'legal'),
      from: instant,
      reviewBy: day,
      endedAt: maybe(instant),
    }),
  ),
})
