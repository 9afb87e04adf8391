import type { RuleDate } from './date.js'
import { after, dayOf } from './days.js'
import type { Instant } from './days.js'
import type { Facts } from './facts.js'
import { showsOnRoll } from './leaving.js'
import { spellsOn } from './spells.js'

// Not an agreement's to choose: withdrawing takes effect within a day, under every one (requirements.md §4, 14).
const WITHIN = 'PT24H'

/** Pupils and items withdrawn, opt-outs that the source declares, and people who are no longer in scope: hidden at once, gone in a day. */
export function withdrawn(facts: Facts): readonly RuleDate[] {
  return [...pupilsAndItems(facts), ...optOut(facts), ...deletedBySchool(facts), ...outOfScope(facts)]
}

function pupilsAndItems({ withdrawn: list }: Facts): readonly RuleDate[] {
  const standing = list.filter(
    ({ at, grantedAgainAt }) => grantedAgainAt === null || grantedAgainAt >= after(at, WITHIN),
  )
  const items = new Set(standing.map(({ item }) => item))
  return [...items].flatMap((item) => {
    const first = standing.find((one) => one.item === item)
    if (!first) return []
    return [item === null ? goneSoon('pupilWithdrawn', first.at) : { ...goneSoon('itemWithdrawn', first.at), item }]
  })
}

/** One that the source does not declare is a leaver; a later whole read that lists the pupil takes it back. */
function optOut({ notices, reads, subject }: Facts): readonly RuleDate[] {
  const shown = reads.findLast((read) => showsOnRoll(read, subject.status))?.at ?? Number.NEGATIVE_INFINITY
  const first = notices.find(({ by, at }) => by === 'optOut' && at > shown)
  return first ? [goneSoon('pupilWithdrawn', first.at)] : []
}

function deletedBySchool({ answers, subject }: Facts): readonly RuleDate[] {
  const answer = answers.find((one) => one.answer === 'delete')
  return answer && subject.kind === 'pupil' ? [goneSoon('pupilWithdrawn', answer.at)] : []
}

/** Held, and now said to start later, or to be a guest of another school. An ended enrolment is a leaving, also where guesting follows. */
function outOfScope(facts: Facts): readonly RuleDate[] {
  const { reads, subject } = facts
  const held = reads.find((read) => showsOnRoll(read, null))
  if (!held) return []
  const guest = subject.status === 'G' && subject.spells.length === 0
  const outside = (read: Facts['reads'][number]) => guest || (read.start !== null && read.start > dayOf(read.at))
  const last = reads.findLast(({ whole }) => whole)
  if (!last?.listed || !outside(last)) return []
  const inside = reads.findLast((read) => read.whole && read !== last && !outside(read))?.at ?? Number.NEGATIVE_INFINITY
  const first = reads.find(
    (read) => read.whole && read.listed && read.at > inside && read.at > held.at && outside(read),
  )
  return first ? [goneSoon('noLongerInScope', first.at)] : []
}

function goneSoon(rule: RuleDate['rule'], at: Instant): RuleDate {
  return { rule, dueAt: after(at, WITHIN), begins: at, planned: false, fact: { what: rule, date: dayOf(at) } }
}

/** Whether the gate would refuse the person now (requirements.md §4, 5 and K04): a guest, a previous pupil, or not yet started. */
export function isRefused({ now, subject, reads }: Facts, { guests, preAdmission }: Refusals): boolean {
  if (reads.some((read) => showsOnRoll(read, null))) return false
  const { present, announced } = spellsOn(subject.spells, dayOf(now))
  if (present === null && announced !== null) return subject.kind === 'staff' || preAdmission === 'untilStart'
  // An ended enrolment is a leaving, also where guesting follows.
  if (subject.kind === 'staff' || present?.leaving) return false
  return subject.status === 'P' || (subject.status === 'G' && guests === 'refuse')
}

interface Refusals {
  readonly guests: 'refuse' | 'accept'
  readonly preAdmission: 'untilStart' | 'accept'
}
