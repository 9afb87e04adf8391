import type { Agreement } from '../agreement.js'
import type { ItemCode } from '../items.js'
import { figuresOf, limitOf, rolloverStaffLimit } from './figures.js'
import type { Figures } from './figures.js'
import { words } from './words.js'

/** People of one kind who were on roll and are gone from this read. */
export interface Loss {
  readonly kind: 'pupil' | 'staff'
  /** On roll before this read. */
  readonly listedBefore: number
  /** Gone from this read, the whole number. */
  readonly missing: number
  /** Of them: the source states it (leaver row, deletion, ended enrolment, opt-out). */
  readonly stated: number
  /** Of the rest: their known spell ended. */
  readonly dated: number
  /** Of the rest: of the top year, after its end. */
  readonly cohort: number
}

export interface Blanked {
  readonly item: ItemCode
  /** Of those compared, how many had a value. */
  readonly had: number
  readonly blanked: number
}

export interface Renamed {
  readonly kind: 'pupil' | 'staff'
  readonly listed: number
  readonly renamed: number
}

export interface GroupLoss {
  readonly listedBefore: number
  readonly missing: number
  /** Memberships that held before. */
  readonly memberships: number
  /** Of them: those that would end without their group ending or the person leaving. */
  readonly ended: number
}

/** A whole read beside what is held, in counts alone: nothing here is about one person. */
export interface GuardFacts {
  /** The London day of the read. */
  readonly today: string
  readonly losses: readonly Loss[]
  readonly blanked: readonly Blanked[]
  readonly renamed: readonly Renamed[]
  readonly groups: GroupLoss
  /** What the school permits at the connector is less than at the last whole read. */
  readonly permissionsNarrowed: boolean
}

export interface GuardTerms {
  /** As the school moved them: `settledGuards`. */
  readonly guards: Agreement['guards']
  /** Whether today lies in the school's rollover: `isRollover`. */
  readonly rollover: boolean
}

/** Something that waits for a person, with its reason in figures and in words. */
export interface Risk {
  readonly what: 'unexplainedPupils' | 'pupils' | 'staff' | 'blanked' | 'renamed' | 'groups' | 'permissionsNarrowed'
  readonly item?: ItemCode
  /** With `groups`: the groups themselves; without it their memberships. */
  readonly kind?: 'pupil' | 'staff' | 'group'
  readonly figures: Figures
  /** One or two sentences for a head teacher: what was seen, in figures, and why it waits. */
  readonly words: string
}

/**
 * What of a whole read has to wait for a person, and why (issue 6; domain sheet C9). What the source states, by a leaver's row or by the
 * last day it gave before, is never held, whatever the number (requirements.md §4, 7): only what is inferred from absence is.
 */
export function guard(facts: GuardFacts, terms: GuardTerms): readonly Risk[] {
  const { losses, blanked, renamed, groups, permissionsNarrowed } = facts
  return [
    ...losses.flatMap((loss) => (loss.kind === 'pupil' ? ofPupils(loss, terms) : ofStaff(loss, terms))),
    ...blanked.flatMap((one) => ofItem(one, terms)),
    ...renamed.flatMap((one) => ofNames(one, terms)),
    ...(terms.rollover ? [] : ofGroups(groups, terms)),
    ...(permissionsNarrowed ? losses.flatMap(ofPermissions) : []),
  ]
}

/** A last day that was known and is over is the source's word too, given in time: only who is gone without one is inferred from absence. */
const inferredOf = ({ missing, stated, dated }: Loss) => missing - stated - dated

function ofPupils(loss: Loss, { guards }: GuardTerms): readonly Risk[] {
  const { kind, listedBefore, missing, cohort } = loss
  const inferred = inferredOf(loss)
  const unexplained = figuresOf(inferred - cohort, listedBefore, limitOf(listedBefore, guards.unexplainedPupils))
  const drop = figuresOf(missing, listedBefore, limitOf(listedBefore, guards.pupils))
  return [
    ...heldAbove(unexplained, { what: 'unexplainedPupils', kind, words: words.unexplainedPupils(unexplained) }),
    // Whatever explains it; but where all is stated there is nothing to hold.
    ...(inferred > 0 ? heldAbove(drop, { what: 'pupils', kind, words: words.pupils(drop, inferred) }) : []),
  ]
}

/** Staff have no cohort, and whom the source states to have left is held in no number: the drop that counts is the inferred one alone. */
function ofStaff(loss: Loss, { guards, rollover }: GuardTerms): readonly Risk[] {
  const { kind, listedBefore } = loss
  const limit = (rollover ? rolloverStaffLimit : limitOf)(listedBefore, guards.staff)
  const figures = figuresOf(inferredOf(loss), listedBefore, limit)
  return heldAbove(figures, { what: 'staff', kind, words: words.staff(figures) })
}

// Empty until the next year's are made.
const madeAnew: ReadonlySet<ItemCode> = new Set(['pupil.registrationGroup', 'pupil.yearGroup'])

function ofItem({ item, had, blanked }: Blanked, { guards, rollover }: GuardTerms): readonly Risk[] {
  // Who has no last day any more stays: holding that would go on with an erasure which the MIS has called off (K24).
  if (item === 'pupil.leavingDate') return []
  if (rollover && madeAnew.has(item)) return []
  const figures = figuresOf(blanked, had, limitOf(had, guards.blankedItem))
  return heldAbove(figures, { what: 'blanked', item, words: words.blanked(figures, item) })
}

function ofNames({ kind, listed, renamed }: Renamed, { guards }: GuardTerms): readonly Risk[] {
  const figures = figuresOf(renamed, listed, limitOf(listed, guards.renamedPeople))
  return heldAbove(figures, { what: 'renamed', kind, words: words.renamed(figures, kind) })
}

function ofGroups(loss: GroupLoss, { guards }: GuardTerms): readonly Risk[] {
  const { listedBefore, missing, memberships, ended } = loss
  const gone = figuresOf(missing, listedBefore, limitOf(listedBefore, guards.groups))
  const left = figuresOf(ended, memberships, limitOf(memberships, guards.groups))
  return [
    ...heldAbove(gone, { what: 'groups', kind: 'group', words: words.groups(gone) }),
    ...heldAbove(left, { what: 'groups', words: words.memberships(left) }),
  ]
}

/** Whom the source may not show any more looks like one who has left: of them nobody is believed gone, be it one. */
function ofPermissions(loss: Loss): readonly Risk[] {
  const { kind, listedBefore } = loss
  const figures = figuresOf(inferredOf(loss), listedBefore, 0)
  return heldAbove(figures, { what: 'permissionsNarrowed', kind, words: words.permissionsNarrowed(figures, kind) })
}

function heldAbove(figures: Figures, risk: Omit<Risk, 'figures'>): readonly Risk[] {
  return figures.count > figures.limit ? [{ ...risk, figures }] : []
}
