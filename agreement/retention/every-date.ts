import { attendanceYear } from './attendance-year.js'
import { contractEnd } from './contract-end.js'
import type { RuleDate } from './date.js'
import { earliest, endOf } from './days.js'
import type { Facts } from './facts.js'
import { leaverAtOnce, leaverInGrace } from './leaver.js'
import type { Leaving } from './leaving.js'
import { changedDates } from './policy-change.js'
import type { Law, Told } from './policy-change.js'
import type { RetentionPolicy } from './policy.js'
import { staffDates } from './staff.js'
import { stageEnd, topYearLearned } from './stage-end.js'
import { withdrawn } from './withdrawn.js'

export interface EveryDate {
  readonly dates: readonly RuleDate[]
  /** The policy has a rule about the top year, and the facts do not tell when it ends. */
  readonly stageUnknown: boolean
}

/** Every date that the policies of a school set one after the other, as they hold now. */
export function everyDate(facts: Facts, leaving: Leaving, { first, changes }: Law): EveryDate {
  let known = datesUnder(facts, leaving, first)
  for (const { policy, from } of changes.filter(({ from }) => from <= facts.now)) {
    const after = datesUnder(facts, leaving, policy)
    const toldOf = (date: RuleDate) => told(date, facts, leaving)
    known = { ...after, dates: changedDates(known.dates, after.dates, from, toldOf) }
  }
  return known
}

function datesUnder(facts: Facts, leaving: Leaving, policy: RetentionPolicy): EveryDate {
  const shared = [contractEnd(facts, policy.contractEnd), ...withdrawn(facts)]
  const known = (dates: readonly (RuleDate | null)[]) => dates.filter((date) => date !== null)
  if (facts.subject.kind === 'staff')
    return { dates: known([...shared, ...staffDates(facts, leaving, policy)]), stageUnknown: false }
  const { pupilLeaver } = policy
  const leaver =
    pupilLeaver.mode === 'grace'
      ? leaverInGrace(facts, leaving, pupilLeaver)
      : leaverAtOnce(facts, leaving, pupilLeaver)
  const stage = policy.stageEnd !== null && leaving.spells.present ? stageEnd(facts, policy.stageEnd) : null
  const attendance = policy.attendanceCurrentYear && leaving.spells.present ? attendanceYear(facts) : null
  return {
    dates: known([leaver, stage === 'unknown' ? null : stage, ...shared, attendance]),
    stageUnknown: stage === 'unknown',
  }
}

/** A leaving counts from N, the rest from what happened; what lies in a contract or a calendar could be told all along (§4, 16). */
function told({ rule, begins, fact }: RuleDate, facts: Facts, leaving: Leaving): Told {
  if (rule === 'leaver' || rule === 'staffLeft' || rule === 'staffCap') {
    // Of a last day that only the record carries nobody can say when it was learned: it has its notice.
    const learned = earliest(leaving.stated, leaving.lastDayLearned) ?? leaving.absent
    return { happened: learned ?? endOf(fact.date), known: learned }
  }
  if (rule === 'stageEnd') return { happened: endOf(fact.date), known: topYearLearned(facts) }
  const early = rule === 'contractEnd' && facts.school.contract?.endedAt === begins
  return { happened: begins, known: early ? begins : null }
}
