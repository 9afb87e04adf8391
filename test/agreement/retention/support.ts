import { retentionPolicy } from '../../../agreement/agreement.js'
import { factsSchema } from '../../../agreement/retention/facts.js'
import type { RetentionPolicy } from '../../../agreement/retention/policy.js'
import { retentionOf } from '../../../agreement/retention/retention.js'
import { shippedAgreements } from '../../../agreement/shipped.js'

const preset = (id: string): RetentionPolicy => {
  const agreement = shippedAgreements().find((one) => one.id === id)
  if (!agreement) throw new Error(`There is no preset ${id}.`)
  return retentionPolicy(agreement)
}

export const portal = preset('assessment-portal')
export const planner = preset('seating-planner')

export type GivenFacts = Readonly<Record<string, unknown>>

/** Asks the calculator as from outside, and answers in words: instants as ISO text. */
export function ask(given: GivenFacts, policy: RetentionPolicy) {
  const facts = factsSchema.parse({ school: {}, subject: { kind: 'pupil' }, ...given })
  const { dates, hiddenFrom, leftFrom, disabledFrom, ...more } = retentionOf(facts, policy)
  return {
    ...more,
    dates: dates.map((date) => ({ ...date, dueAt: text(date.dueAt), eraseAt: text(date.eraseAt) })),
    hiddenFrom: text(hiddenFrom),
    leftFrom: text(leftFrom),
    disabledFrom: text(disabledFrom),
  }
}

const text = (instant: number | null) => instant && new Date(instant).toISOString().replace('.000', '')
