import { z } from 'zod'
import type { Day } from '../retention/days.js'
import { reasons } from './reasons.js'
import type { Reason } from './reasons.js'

/** Whom a school asks about: by the source's own id or the MIS's, which number pupils and staff apart. */
export const asked = z.strictObject({ kind: z.enum(['pupil', 'staff']), id: z.string() })
export type Asked = z.infer<typeof asked>

/** What a date of an explanation is: the words that the reasons' sentences use. */
const dateNames = ['since', 'until', 'from', 'on', 'nextRead', 'erasedBy'] as const

export const explanation = z.strictObject({
  reason: z.enum(Object.keys(reasons).filter(isReason)),
  dates: z.array(z.strictObject({ what: z.enum(dateNames), date: z.string() })),
  /** Our own id of the person, where one is held. */
  subjectId: z.string().nullable(),
})
export type Explanation = z.infer<typeof explanation>

export type ExplainedDates = Readonly<Partial<Record<(typeof dateNames)[number], Day | null>>>

/** An answer with those of its dates that are known. */
export function explained(reason: Reason, dates: ExplainedDates, subjectId: string | null): Explanation {
  const known = dateNames.flatMap((what) => {
    const date = dates[what]
    return date === undefined || date === null ? [] : [{ what, date }]
  })
  return { reason, dates: known, subjectId }
}

function isReason(code: string): code is Reason {
  return Object.hasOwn(reasons, code)
}
