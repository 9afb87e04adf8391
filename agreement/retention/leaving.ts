import { dayOf, earliest } from './days.js'
import type { Day, Instant } from './days.js'
import { knownAt } from './facts.js'
import type { Facts, Notice, Read } from './facts.js'
import { spellsOn } from './spells.js'
import type { Spells } from './spells.js'

/** What is known of a person's leaving, from all channels (requirements.md §4, 3). */
export interface Leaving {
  readonly spells: Spells
  /** L: the last day on roll. */
  readonly lastDay: Day | null
  /** When that day first became known to us; null where the facts do not tell. */
  readonly lastDayLearned: Instant | null
  /** When a statement that the person left was first learned; null if nobody states it. */
  readonly stated: Instant | null
  /** When a whole read first came without the person; null while the person is listed. */
  readonly absent: Instant | null
  /** A later extract lacks the person too. */
  readonly absenceConfirmed: Instant | null
  /** The school itself told us, and has not taken it back. */
  readonly told: boolean
  /** The latest whole read shows the person on roll although the leaving has passed. */
  readonly stillOnRoll: boolean
}

export function leavingOf(facts: Facts): Leaving {
  const today = dayOf(facts.now)
  const spells = spellsOn(facts.subject.spells, today)
  const shown = lastShown(facts)
  const standing = withSchoolsAnswers(facts).filter((notice) => stands(notice, spells, shown))
  const noticed = standing.findLast(({ leftOn }) => leftOn !== null)?.leftOn ?? null
  const lastDay = leftSinceListed(standing, facts, spells) ?? spells.present?.leaving ?? noticed
  const statements = standing.filter(({ by }) => by !== 'absent')
  const absences = absencesIn(facts, standing, spells)
  const told = statements.some(({ by }) => by === 'api')
  const stated = statements[0]?.at ?? (endedSilently(facts) ? facts.now : null)
  const [first] = absences
  const absent = first?.at ?? null
  return {
    spells,
    lastDay,
    lastDayLearned: lastDay === null ? null : (firstSaid(lastDay, standing, facts.reads) ?? earliest(stated, absent)),
    stated,
    absent,
    absenceConfirmed: absences.find(({ extract }) => first && extract > first.extract)?.at ?? null,
    told,
    stillOnRoll: showsAfter(lastDay ?? (stated === null ? null : dayOf(stated)), facts),
  }
}

/**
 * The last day that the source gave of somebody whom it listed before and lists no more: the spell as last read, whatever the record said while
 * the person was listed. A pupil of the top year has a last day in July from the beginning, and may leave in March (§4, 3).
 */
function leftSinceListed(standing: readonly Notice[], { reads }: Facts, { present }: Spells): Day | null {
  const listed = reads.findLast((read) => read.whole && read.listed)?.at ?? Number.POSITIVE_INFINITY
  const said =
    standing.findLast(({ by, at, leftOn }) => sourceSays(by) && leftOn !== null && at > listed)?.leftOn ?? null
  return said !== null && said >= (present?.start ?? said) ? said : null
}

const sourceSays = (by: Notice['by']) => by === 'leaverRow' || by === 'deletionRow' || by === 'endedEnrolment'

/** Something of a leaving is known, whether or not the day has come. */
export function isLeaving({ lastDay, stated, absent }: Leaving): boolean {
  return lastDay !== null || stated !== null || absent !== null
}

/** Whether the school or its MIS states that the person left, or was opted out; that a read came without them states nothing. */
export function isLeavingStated(given: Facts): boolean {
  const facts = knownAt(given)
  const { lastDay, stated } = leavingOf(facts)
  const isOver = lastDay !== null && lastDay <= dayOf(facts.now)
  return isOver || stated !== null || facts.notices.some(({ by }) => by === 'optOut')
}

/** Opt-outs are withdrawals (§4, 14); a school that answers ‘left’ has told us, like one that calls. */
function withSchoolsAnswers({ notices, answers }: Facts): readonly Notice[] {
  const answered = answers
    .filter(({ answer }) => answer === 'left')
    .map(({ at }): Notice => ({ at, by: 'api', leftOn: null }))
  return [...notices, ...answered].filter(({ by }) => by !== 'optOut').sort((a, b) => a.at - b.at)
}

/**
 * Of an earlier spell it speaks no more. What a source says stops standing once a later whole read shows the person on roll without a
 * leaving date; what the school said stands until it takes it back.
 */
function stands(notice: Notice, { present, before }: Spells, shown: Read | undefined): boolean {
  const about = notice.leftOn ?? dayOf(notice.at)
  if (before && present?.start && about < present.start) return false
  return notice.by === 'api' || shown === undefined || shown.at < notice.at
}

/** The latest whole read that shows the person on roll without a leaving date. */
function lastShown({ reads, subject }: Facts): Read | undefined {
  return reads.findLast((read) => read.leaving === null && showsOnRoll(read, subject.status))
}

/** Listed among the current ones, start reached, no leaving date before that day, and neither guest nor previous pupil (§4, 3). */
export function showsOnRoll(read: Read, status: Facts['subject']['status']): boolean {
  const day = dayOf(read.at)
  if (!read.whole || !read.listed || status === 'G' || status === 'P') return false
  return (read.start === null || read.start <= day) && (read.leaving === null || read.leaving >= day)
}

/** The MIS calls somebody whom we read on roll a previous pupil, and no notice says since when: learned now, at the latest. */
function endedSilently({ subject, reads }: Facts): boolean {
  return subject.kind === 'pupil' && subject.status === 'P' && reads.some((read) => showsOnRoll(read, null))
}

interface Absence {
  readonly at: Instant
  /** When the source wrote what we read: the same extract read twice confirms nothing. */
  readonly extract: Instant
}

/** Whole reads without the person, in this spell and since the last one that showed them; and absences that we were told of. */
function absencesIn({ reads, subject }: Facts, standing: readonly Notice[], { present }: Spells): readonly Absence[] {
  const shown = reads.findLast((read) => showsOnRoll(read, subject.status))?.at ?? Number.NEGATIVE_INFINITY
  const read = reads
    .filter(
      ({ whole, listed, at }) => whole && !listed && at > shown && (!present?.start || dayOf(at) >= present.start),
    )
    .map(({ at, extractedAt }) => ({ at, extract: extractedAt ?? at }))
  const told = standing.filter(({ by }) => by === 'absent').map(({ at }) => ({ at, extract: at }))
  return [...read, ...told].sort((a, b) => a.at - b.at || a.extract - b.extract)
}

function firstSaid(lastDay: Day, notices: readonly Notice[], reads: readonly Read[]): Instant | null {
  return earliest(
    notices.find(({ leftOn }) => leftOn === lastDay)?.at ?? null,
    reads.find(({ leaving }) => leaving === lastDay)?.at ?? null,
  )
}

/** A read from before the end of the last day contradicts nothing: the person was still there. */
function showsAfter(left: Day | null, { reads, subject }: Facts): boolean {
  const read = reads.findLast(({ whole }) => whole)
  return left !== null && read !== undefined && dayOf(read.at) > left && showsOnRoll(read, subject.status)
}
