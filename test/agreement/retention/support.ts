import { retentionPolicy } from '../../../agreement/agreement.js'
import { factsSchema } from '../../../agreement/retention/facts.js'
import type { RetentionPolicy } from '../../../agreement/retention/policy.js'
import { retentionOf, retentionUnder } from '../../../agreement/retention/retention.js'
import type { Retention } from '../../../agreement/retention/retention.js'
import { shippedAgreements } from '../../../agreement/shipped.js'

const preset = (id: string): RetentionPolicy => {
  const agreement = shippedAgreements().find((one) => one.id === id)
  if (!agreement) throw new Error(`There is no preset ${id}.`)
  return retentionPolicy(agreement)
}

export const portal = preset('assessment-portal')
export const planner = preset('seating-planner')

/** The portal's policy with another time for leavers. */
export const within = (max: string): RetentionPolicy => ({
  ...portal,
  pupilLeaver: { mode: 'grace', max, anchor: 'leaving_date' },
})

export type GivenFacts = Readonly<Record<string, unknown>>

/** Asks the calculator as from outside, and answers in words: instants as ISO text. */
export function ask(given: GivenFacts, policy: RetentionPolicy) {
  return inWords(retentionOf(factsIn(given), policy))
}

/** The same of a school whose policy changed: the first, and each later one with the instant from which it held. */
export function askAfter(
  given: GivenFacts,
  first: RetentionPolicy,
  ...changes: readonly (readonly [string, RetentionPolicy])[]
) {
  const law = { first, changes: changes.map(([from, policy]) => ({ policy, from: Date.parse(from) })) }
  return inWords(retentionUnder(factsIn(given), law))
}

const factsIn = (given: GivenFacts) => factsSchema.parse({ school: {}, subject: { kind: 'pupil' }, ...given })

function inWords({ dates, hiddenFrom, leftFrom, disabledFrom, ...more }: Retention) {
  return {
    ...more,
    dates: dates.map((date) => ({ ...date, dueAt: text(date.dueAt), eraseAt: text(date.eraseAt) })),
    hiddenFrom: text(hiddenFrom),
    leftFrom: text(leftFrom),
    disabledFrom: text(disabledFrom),
  }
}

const text = (instant: number | null) => instant && new Date(instant).toISOString().replace('.000', '')
