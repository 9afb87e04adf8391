import { flags, ruleCodes } from './date.js'
import type { Flag, RuleCode, RuleDate } from './date.js'
import { lengthOf } from './days.js'
import type { Day, Instant } from './days.js'
import { everyDate } from './every-date.js'
import { knownAt } from './facts.js'
import type { Facts } from './facts.js'
import { leavingOf } from './leaving.js'
import type { Leaving } from './leaving.js'
import { policyAt } from './policy-change.js'
import type { Law } from './policy-change.js'
import type { RetentionPolicy } from './policy.js'
import { pupilQuestion } from './pupil-question.js'
import type { PupilQuestion } from './pupil-question.js'
import { asksOf } from './stage-end.js'
import { afterPauses, isExcused, isPausedAt, pausesOf, paysNoHeedToStays } from './stay.js'
import type { Pause } from './stay.js'
import { visibilityOf } from './visibility.js'
import type { Visibility } from './visibility.js'
import { isRefused } from './withdrawn.js'

export interface RetentionDate extends RuleDate {
  /** When erasing is planned to begin: it leads the promise by the policy's margin, so that an outage does not break it. */
  readonly eraseAt: Instant
}

export interface RetentionDates {
  /** Every date that applies, the winner first. */
  readonly dates: readonly RetentionDate[]
  readonly wins: RuleCode | null
  /** `refused`: the gate would not take this person, and nothing is held. */
  readonly state: 'none' | 'waiting' | 'stayed' | 'refused'
  /** When the school is asked about a pupil who stays on roll past the top year. */
  readonly asks: readonly Day[]
  readonly flags: readonly Flag[]
}

export interface Retention extends RetentionDates, Visibility {
  readonly question: PupilQuestion | null
}

/**
 * Every date by which something of a person must be erased, from facts to rules (requirements.md §4). Pure and total: the same facts in any
 * order give the same answer, and there are no facts that it does not answer.
 */
export function retentionOf(given: Facts, policy: RetentionPolicy): Retention {
  return retentionUnder(given, { first: policy, changes: [] })
}

/** The same where policies changed: what a change makes shorter or longer is ruled by requirements.md §4, 16. */
export function retentionUnder(given: Facts, law: Law): Retention {
  const facts = knownAt(given)
  const leaving = leavingOf(facts)
  const pauses = pausesOf(facts)
  const policy = policyAt(law, facts.now)
  const { dates: ruled, stageUnknown } = everyDate(facts, leaving, law)
  const dates = ruled.map((date) => ({ ...date, eraseAt: eraseAtOf(date, policy, pauses) })).sort(byPrecedence)
  const leaver = dates.find(({ rule }) => rule === 'leaver') ?? null
  const stage = dates.find(({ rule }) => rule === 'stageEnd') ?? null
  const late = dates.some((date) => isLate(date, facts.now, pauses))
  const found: RetentionDates = {
    dates,
    wins: dates[0]?.rule ?? null,
    state: stateOf(dates, isPausedAt(facts.now, pauses), isRefused(facts, policy)),
    asks: asksOf(stage, leaver, leaving, facts),
    flags: flagsOf({ leaving, leaver, stageUnknown, late }),
  }
  return { ...found, ...visibilityOf(facts, { leaving, dates, pauses }, policy), question: pupilQuestion(found) }
}

function eraseAtOf(
  { rule, dueAt, dueOn, begins, notBefore = begins }: RuleDate,
  { margins }: RetentionPolicy,
  pauses: readonly Pause[],
): Instant {
  const eraseAt = Math.max(begins, notBefore, dueAt - lengthOf(dueOn === undefined ? margins.hours : margins.days))
  return paysNoHeedToStays(rule) ? eraseAt : afterPauses(eraseAt, pauses)
}

/** The earliest wins, ties in the order of the codes; neither a planned date nor one of an item wins over the person's own (§4, 12). */
function byPrecedence(a: RuleDate, b: RuleDate): number {
  return weight(a) - weight(b) || a.dueAt - b.dueAt || ruleCodes.indexOf(a.rule) - ruleCodes.indexOf(b.rule)
}

const weight = ({ item, planned }: RuleDate) => (item === undefined ? 0 : 2) + (planned ? 1 : 0)

function stateOf(dates: readonly RuleDate[], paused: boolean, refused: boolean): Retention['state'] {
  const [first] = dates
  if (refused) return 'refused'
  if (!first) return 'none'
  return paused && !(paysNoHeedToStays(first.rule) && !first.planned) ? 'stayed' : 'waiting'
}

function isLate({ rule, dueAt, planned, lateByDays }: RuleDate, now: Instant, pauses: readonly Pause[]): boolean {
  if (lateByDays !== undefined) return true
  return !planned && dueAt <= now && (paysNoHeedToStays(rule) || !isExcused(dueAt, now, pauses))
}

interface Flagging {
  readonly leaving: Leaving
  readonly leaver: RuleDate | null
  readonly stageUnknown: boolean
  readonly late: boolean
}

function flagsOf({ leaving, leaver, stageUnknown, late }: Flagging): readonly Flag[] {
  const { present, overlap } = leaving.spells
  const raised: Readonly<Record<Flag, boolean>> = {
    stageDateUnknown: stageUnknown,
    leaverStillOnRoll: leaving.stillOnRoll,
    absenceUnconfirmed: leaver !== null && leaver.fact.what === 'absent' && leaver.planned,
    late,
    leavingBeforeStart: isBefore(leaving.lastDay, present?.start ?? null),
    spellsOverlap: overlap,
  }
  return flags.filter((flag) => raised[flag])
}

const isBefore = (day: Day | null, other: Day | null) => day !== null && other !== null && day < other
