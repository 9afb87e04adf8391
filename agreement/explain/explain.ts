import type { Day } from '../retention/days.js'
import type { Standing } from '../roll.js'
import { explained } from './explanation.js'
import type { ExplainedDates, Explanation } from './explanation.js'
import type { Reason } from './reasons.js'

/** What is held of a person, as far as it explains. Days are London's; null where it is not so, or not known. */
export interface HeldPerson {
  readonly id: string
  readonly suppressedSince: Day | null
  readonly withdrawnOn: Day | null
  readonly restrictedSince: Day | null
  /** When the last of the single items was withdrawn that still are. */
  readonly itemsWithdrawnOn: Day | null
  /** The person is missing, and that waits for somebody to look at it until this day. */
  readonly waitsUntil: Day | null
  /** Since when nobody reads the person as one who is here, and for what: `told` is a leaving of which the school informed us. */
  readonly gone: { readonly since: Day; readonly by: 'told' | 'stated' | 'missing' | 'noLongerReceived' } | null
  /** The last spell that is known. */
  readonly start: Day | null
  readonly leaving: Day | null
  /** By when what is held goes, where a date is running. */
  readonly erasedBy: Day | null
}

/** Somebody whom the source lists at present. */
interface Listed {
  readonly is: 'listed'
  readonly as: Standing
  readonly start: Day | null
  readonly leaving: Day | null
  /** Where it is the same spell that was erased. */
  readonly erasedOn: Day | null
}

/** Somebody whom the source states to be gone. */
interface Stated {
  readonly is: 'gone'
  readonly by: 'leaverRow' | 'endedEnrolment' | 'deletionRow' | 'optOut'
  readonly leftOn: Day | null
  /** The day on which the source itself made the entry. */
  readonly on: Day | null
}

const unsaid = {
  unknown: 'notInTheSource',
  notReceived: 'notReceived',
  stopped: 'stopped',
  unavailable: 'sourceUnavailable',
} as const satisfies Readonly<Record<string, Reason>>

/** What the source answered when it was asked about one person, or why it did not. */
export type SourceSays = Listed | Stated | { readonly is: keyof typeof unsaid }

export interface Known {
  readonly held: HeldPerson | null
  readonly source: SourceSays
  /** When the person was erased, by a mark that bears the id asked. */
  readonly erasedOn: Day | null
  /** The source brought the person, and that waits for the school's yes until this day. */
  readonly waitsUntil: Day | null
  readonly nextRead: Day | null
}

type Found = readonly [Reason, ExplainedDates]
type Rule<Of> = (of: Of) => Found | false

/** What is held settles it, whatever the source would say. The first that holds is the reason; one more is one more entry. */
const byWhatIsHeld: readonly Rule<HeldPerson>[] = [
  ({ suppressedSince: since }) => since !== null && ['suppressed', { since }],
  ({ withdrawnOn: on, erasedBy }) => on !== null && ['withdrawn', { on, erasedBy }],
  ({ restrictedSince: since }) => since !== null && ['restricted', { since }],
  (held) => held.gone?.by === 'told' && whenGone(held, held.gone),
  ({ waitsUntil: until, erasedBy }) => until !== null && ['missingWaits', { until, erasedBy }],
  ({ gone, itemsWithdrawnOn: on, start: since }) => gone === null && on !== null && ['hereWithoutItems', { on, since }],
  ({ gone, start: since }) => gone === null && ['here', { since }],
]

/** What the source says now comes before what we know of one who is gone. */
const byTheSource: readonly Rule<Known>[] = [
  ({ source, waitsUntil: until }) => source.is === 'listed' && until !== null && ['waits', { until }],
  ({ source, held, nextRead }) => source.is === 'listed' && whileListed(source, held, nextRead),
  ({ held }) => (held?.gone ? whenGone(held, held.gone) : false),
  ({ erasedOn: on }) => on !== null && ['erased', { on }],
  ({ source }) => source.is === 'gone' && whenStated(source),
  ({ source }) => source.is !== 'listed' && source.is !== 'gone' && [unsaid[source.is], {}],
]

/** Why somebody who is held is, or is not, to be seen; undefined where that is for the source to say. */
export function explainHeld(held: HeldPerson): Explanation | undefined {
  const found = firstOf(byWhatIsHeld, held)
  return found && explained(...found, held.id)
}

/** Why a person is, or is not, here. Whatever is known, there is a reason. */
export function explain(known: Known): Explanation {
  const { held } = known
  const found = (held && firstOf(byWhatIsHeld, held)) ?? firstOf(byTheSource, known) ?? ['notInTheSource', {}]
  return explained(...found, held?.id ?? null)
}

function firstOf<Of>(rules: readonly Rule<Of>[], of: Of): Found | undefined {
  for (const rule of rules) {
    const found = rule(of)
    if (found) return found
  }
  return undefined
}

function whileListed({ as, start, leaving, erasedOn }: Listed, held: HeldPerson | null, nextRead: Day | null): Found {
  switch (as) {
    case 'received':
      return erasedOn === null ? ['awaitsRead', { nextRead }] : ['erased', { on: erasedOn }]
    case 'guest':
      return ['guest', { since: start, until: leaving }]
    case 'notYetStarted':
      return ['startsLater', { from: start }]
    case 'previous':
      return ['endedEnrolment', { erasedBy: held?.erasedBy ?? null }]
    case 'left':
      return ['left', { until: leaving, erasedBy: held?.erasedBy ?? null }]
  }
}

function whenGone({ leaving, erasedBy }: HeldPerson, { since, by }: NonNullable<HeldPerson['gone']>): Found {
  switch (by) {
    case 'told':
    case 'stated':
      return ['left', { since, until: leaving, erasedBy }]
    case 'missing':
      return ['missing', { since, erasedBy }]
    case 'noLongerReceived':
      return ['noLongerReceived', { since, erasedBy }]
  }
}

function whenStated({ by, leftOn: until, on }: Stated): Found {
  switch (by) {
    case 'leaverRow':
    case 'endedEnrolment':
      return ['left', { until }]
    case 'deletionRow':
      return ['deleted', { on, until }]
    case 'optOut':
      return ['optedOut', {}]
  }
}
