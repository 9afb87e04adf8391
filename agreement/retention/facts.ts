import { z } from 'zod'
import { startOf } from './days.js'

/** Missing and null mean the same: none (requirements.md §4). */
const optional = <Schema extends z.ZodType>(schema: Schema) => schema.nullish().transform((value) => value ?? null)

const listOf = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .array(schema)
    .nullish()
    .transform((list) => list ?? [])

const day = z.iso.date({ error: 'Write a day that exists, as YYYY-MM-DD.' })
const instant = z.iso
  .datetime({ offset: true, error: 'Write an instant with its offset, as 2026-10-25T01:30:00Z.' })
  .transform((text) => Date.parse(text))

/** An instant, or the first one of a day. */
const instantOrDay = z.union([instant, day.transform(startOf)], {
  error: 'Write an instant with its offset, or a day as YYYY-MM-DD.',
})

export const schoolKinds = [
  'nursery', 'infant', 'first', 'junior', 'primary', 'middle', 'secondary', 'allThrough', 'special', 'pru',
] as const // prettier-ignore

const schoolYear = z
  .string()
  .regex(/^\d{4}\/\d{2}$/, { error: 'Write a school year as 2026/27.', abort: true })
  .refine((text) => (Number(text.slice(0, 4)) + 1) % 100 === Number(text.slice(5)), {
    error: 'A school year ends in the year after the one it begins in: write it as 2026/27.',
  })

export const term = z.strictObject({
  schoolYear,
  autumnFirst: optional(day),
  summerLast: optional(day),
  breaks: listOf(z.strictObject({ from: day, to: day })),
})

const school = z.strictObject({
  kind: optional(z.enum(schoolKinds)),
  statutoryHighAge: optional(z.int().min(0).max(25)),
  topYear: optional(z.int().min(0).max(14)),
  special: optional(z.boolean()),
  post16CountsAsStage: optional(z.boolean()),
  terms: listOf(term),
  contract: optional(
    z.strictObject({ startsOn: optional(day), endsOn: optional(day), endedAt: optional(instantOrDay) }),
  ),
})

const asYearCode = { error: 'Write a year as N1, N2, R, 1 to 14, or X.' }
const yearCode = z.union(
  [
    z.string().regex(/^(N1|N2|R|X|[1-9]|1[0-4])$/, asYearCode),
    z.int(asYearCode).min(1, asYearCode).max(14, asYearCode).transform(String),
  ],
  asYearCode,
)

const subject = z.strictObject({
  kind: z.enum(['pupil', 'staff']),
  dateOfBirth: optional(day),
  status: optional(z.enum(['C', 'M', 'S', 'F', 'O', 'G', 'P'])),
  spells: listOf(z.strictObject({ start: optional(day), leaving: optional(day) })),
  years: listOf(z.strictObject({ from: day, year: yearCode })),
})

export const noticeChannels = ['api', 'leaverRow', 'deletionRow', 'endedEnrolment', 'absent', 'optOut'] as const

const notice = z.strictObject({ at: instant, by: z.enum(noticeChannels), leftOn: optional(day) })

const read = z.strictObject({
  at: instant,
  whole: z.boolean(),
  listed: z.boolean(),
  extractedAt: optional(instant),
  leaving: optional(day),
  start: optional(day),
  year: optional(yearCode),
})

const stay = z.strictObject({
  kind: z.enum(['sar', 'restriction', 'legal']),
  from: instantOrDay,
  reviewBy: day,
  endedAt: optional(instantOrDay),
})

/** What the calculator is asked, as requirements.md §4 gives it. Unknown keys are refused: a misspelt fact would be one that nobody heeds. */
export const factsSchema = z.strictObject({
  now: instant,
  school,
  subject,
  notices: listOf(notice),
  reads: listOf(read),
  withdrawn: listOf(
    z.strictObject({ at: instant, item: optional(z.string().min(1)), grantedAgainAt: optional(instant) }),
  ),
  answers: listOf(
    z.strictObject({ at: instant, rule: z.string().min(1), answer: z.enum(['repeatsYear', 'left', 'delete']) }),
  ),
  stays: listOf(stay),
})

export type Facts = z.infer<typeof factsSchema>
export type SchoolFacts = Facts['school']
export type Term = SchoolFacts['terms'][number]
export type Notice = Facts['notices'][number]
export type Read = Facts['reads'][number]
export type Spell = Facts['subject']['spells'][number]

/**
 * Leaves out what became known, or happened, only after `now`: it does not count (§4). Contract and leaving dates may lie ahead; they are
 * plans. What is left stands in the order of time, and where two share an instant in one that does not depend on the file.
 */
export function knownAt(facts: Facts): Facts {
  const passed = (at: number | null) => (at !== null && at <= facts.now ? at : null)
  const past = <Fact extends { readonly at: number }>(list: readonly Fact[]) =>
    inOrder(list, ({ at }) => at).filter(({ at }) => at <= facts.now)
  return {
    ...facts,
    subject: {
      ...facts.subject,
      spells: inOrder(facts.subject.spells, ({ start }) => start ?? ''),
      years: inOrder(facts.subject.years, ({ from }) => from),
    },
    notices: past(facts.notices),
    reads: past(facts.reads),
    answers: past(facts.answers),
    withdrawn: past(facts.withdrawn).map((one) => ({ ...one, grantedAgainAt: passed(one.grantedAgainAt) })),
    stays: inOrder(facts.stays, ({ from }) => from)
      .filter(({ from }) => from <= facts.now)
      .map((one) => ({ ...one, endedAt: passed(one.endedAt) })),
  }
}

function inOrder<Fact>(list: readonly Fact[], when: (fact: Fact) => string | number): Fact[] {
  const ranked = list.map((fact) => ({ fact, when: when(fact), text: JSON.stringify(fact) }))
  return ranked
    .sort((a, b) => (a.when < b.when || (a.when === b.when && a.text < b.text) ? -1 : 1))
    .map(({ fact }) => fact)
}
