import { z } from 'zod'

const months = z
  .string({ error: 'Write a number of months, as P6M.' })
  .regex(/^P[1-9]\d?M$/, { error: 'Write a number of months, as P6M.' })
const hours = z
  .string({ error: 'Write a number of hours, as PT24H.' })
  .regex(/^PT[1-9]\d{0,2}H$/, { error: 'Write a number of hours, as PT24H.' })
const days = z
  .string({ error: 'Write a number of days, as P7D.' })
  .regex(/^P\d{1,2}D$/, { error: 'Write a number of days, as P7D.' })
const monthsOrHours = z.union([months, hours], { error: 'Write months as P6M, or hours as PT48H.' })

/** A time in which a leaver's data may stay, counted from the last day on roll or, literally, from the later of that and the notice (K10). */
const grace = z
  .strictObject({ mode: z.literal('grace'), max: months, anchor: z.enum(['leaving_date', 'notice']) })
  .readonly()

/** At once: so long after a leaving that is stated, and so long after the first read without the pupil (K01). */
const immediate = z.strictObject({ mode: z.literal('immediate'), stated: hours, absent: hours }).readonly()

/** What an agreement settles about time (requirements.md §3). Periods are ISO 8601. */
export const timeRules = z
  .strictObject({
    pupilLeaver: z.discriminatedUnion('mode', [grace, immediate]),
    /** Whether a leaver stays readable as one who left, until erased. */
    leaverVisibility: z.enum(['reporting', 'hidden']),
    /** How long after the end of the school's top year; null where only leaving counts. */
    stageEnd: months.nullable(),
    staffLeaver: z.enum(['disable_then_school_decides', 'erase']),
    /** From disabling on, however long the school takes to decide (K02). */
    staffMaxDisabled: months,
    contractEnd: monthsOrHours,
    /** Marks of the school year before go when a new one begins (R30). */
    attendanceCurrentYear: z.boolean(),
    /**
     * How far erasing leads the promise, so that an outage does not break it: where the promise counts days, and where it counts hours.
     * Every promise in hours is 24 of them or more, and some of that must be left for the school to take a mistake back.
     */
    margins: z
      .strictObject({
        days,
        hours: hours.refine((text) => Number(text.slice(2, -1)) < 24, {
          error: 'Leave some of the 24 hours in which a mistake can be taken back: write at most PT23H.',
        }),
      })
      .readonly(),
  })
  .readonly()

/** All that one person's dates depend on. */
export interface RetentionPolicy extends z.infer<typeof timeRules> {
  readonly guests: 'refuse' | 'accept'
  readonly preAdmission: 'untilStart' | 'accept'
}
