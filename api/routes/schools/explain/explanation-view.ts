import { z } from 'zod'
import { explanation } from '../../../../agreement/explain/explanation.js'
import { reasons } from '../../../../agreement/explain/reasons.js'
import { KEPT_MS } from '../../../../db/school/explain/explanation.js'
import type { KeptExplanation } from '../../../../db/school/explain/explanation.js'

export const explanationView = z.object({
  id: z.string(),
  state: z.enum(['waiting', 'answered']),
  askedAt: z.string(),
  /** From then on it is not to be had any more. */
  goneAt: z.string(),
  reason: explanation.shape.reason.nullable(),
  /** One sentence; a word in backticks names one of `dates`. */
  words: z.string().nullable(),
  dates: explanation.shape.dates,
  subjectId: explanation.shape.subjectId,
})

const nothingYet = { reason: null, words: null, dates: [], subjectId: null }

export function shownExplanation(id: string, { askedAt, answer }: KeptExplanation): z.infer<typeof explanationView> {
  const common = { id, askedAt: askedAt.toISOString(), goneAt: new Date(askedAt.getTime() + KEPT_MS).toISOString() }
  if (answer === null) return { ...common, state: 'waiting', ...nothingYet }
  const { reason, dates, subjectId } = explanation.parse(JSON.parse(answer))
  return { ...common, state: 'answered', reason, words: reasons[reason], dates, subjectId }
}
