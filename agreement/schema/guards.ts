import { z } from 'zod'
import { percent } from './words.js'

/** The thresholds that a school may move for itself, each by its percentage. */
export const guardNames = ['unexplainedPupils', 'pupils', 'staff', 'blankedItem', 'renamedPeople', 'groups'] as const
export type GuardName = (typeof guardNames)[number]

/** When a change is held for a person to look at, and how far a school may move that for itself. */
const threshold = z
  .strictObject({
    percent,
    /** So many are never held, however small the school: five leavers are a tenth of a small one. */
    atLeast: z.int({ error: 'Write a whole number, 1 or more.' }).min(1),
    schoolMaySet: z.strictObject({ from: percent, to: percent }).readonly(),
  })
  .refine((one) => one.schoolMaySet.from <= one.percent && one.percent <= one.schoolMaySet.to, {
    path: ['schoolMaySet'],
    error: 'What holds from the beginning has to lie between `from` and `to`; widen the two, or change `percent`.',
  })
  .readonly()

/**
 * A loss that nobody stated is hidden at once and held before it is erased (K14). What the school states is never held, whatever the number
 * (requirements.md §4, 7).
 */
export const guards = z
  .strictObject({
    /** Pupils gone whom neither a leaving date nor the end of the top year explains. */
    unexplainedPupils: threshold,
    /** Pupils gone, whatever explains it. */
    pupils: threshold,
    staff: threshold,
    /** One item that is suddenly empty, of those who had a value. */
    blankedItem: threshold,
    /** Pupils, or staff, who come under another name. */
    renamedPeople: threshold,
    /** Groups gone, and memberships ended although group and member go on. */
    groups: threshold,
    /** How many removals one person may release alone. */
    secondPersonAbove: z.int({ error: 'Write a number of removals.' }).min(1),
  })
  .readonly()
