import type { KeyRow } from '../keyring-rows.js'
import type { Cast } from './cast.js'
import type { Ledger } from './ledger.js'
import { promisedFor } from './people.js'
import type { Stage } from './stage.js'

export interface Leaver {
  readonly subject: string
  readonly kind: 'pupil' | 'staff'
  readonly promisedBy: Date
  /** For the diary. */
  readonly who: string
}

/** From when on somebody is hidden, and when the night's read that said so had ended. */
export interface Hiding {
  readonly from: number
  readonly learned: number
}

/** Who is, was and comes back at the school, kept by the rehearsal itself: what Termkeeper does is held against it. By MIS id. */
export interface Roll {
  readonly stage: Stage
  readonly cast: Cast
  readonly ledger: Ledger
  readonly subjects: Map<string, string>
  /** Who is to go and is not erased yet, and by when the agreement promises that. */
  readonly leavers: Map<string, Leaver>
  readonly erased: Map<string, string>
  readonly lastDays: Map<string, string>
  /** Nobody may see them, whatever the school's own records say: told to have left, withdrawn, or suppressed. */
  readonly outOfSight: Set<string>
  /** Who is gone without a word of the source's: it does not tell of deletions. */
  readonly unstated: Set<string>
  /** Whose erasure the school has paused. */
  readonly stayed: Set<string>
  readonly chosen: Set<string>
  /** By our id, until they have come. */
  readonly hidings: Map<string, Hiding>
  onRoll: ReadonlySet<string>
  employed: ReadonlySet<string>
  /** The keys there were yesterday. */
  keys: readonly KeyRow[]
}

export function openRoll(stage: Stage, cast: Cast, ledger: Ledger): Roll {
  const empty = {
    subjects: new Map(),
    leavers: new Map(),
    erased: new Map(),
    lastDays: new Map(),
    hidings: new Map(),
    keys: [],
  }
  const nobody = {
    outOfSight: new Set<string>(),
    unstated: new Set<string>(),
    stayed: new Set<string>(),
    chosen: new Set<string>(),
  }
  return { stage, cast, ledger, ...empty, ...nobody, onRoll: new Set(), employed: new Set() }
}

/** Somebody on roll to whom something may happen; never the same twice. */
export function choose({ onRoll, chosen }: Roll): string {
  const one = [...onRoll].sort().find((misId) => !chosen.has(misId))
  if (one === undefined) throw new Error('Nobody is left to be chosen; rehearse with more pupils.')
  chosen.add(one)
  return one
}

/** The school says that somebody left, before its own records do. */
export function inform(roll: Roll, misId: string, lastDay: string): void {
  hide(roll, misId)
  leave(roll, misId, 'pupil', promisedFor(roll.cast, lastDay, { at: roll.stage.now(), isStated: true }))
}

const DAY_MS = 24 * 3_600_000

/** The school withdraws somebody: gone within a day, under any agreement (requirements.md §4, 14). */
export function withdrawPupil(roll: Roll, misId: string): void {
  hide(roll, misId)
  leave(roll, misId, 'pupil', inADay(roll), 'who were withdrawn')
}

export function hide(roll: Roll, misId: string): void {
  roll.outOfSight.add(misId)
  roll.onRoll = new Set([...roll.onRoll].filter((other) => other !== misId))
}

/** What was said is taken back: as if it had never been. */
export function show(roll: Roll, misId: string): void {
  roll.outOfSight.delete(misId)
  roll.leavers.delete(misId)
  roll.onRoll = new Set([...roll.onRoll, misId])
}

/** Within a day of its end, or by the date there is anyhow if that is later (requirements.md §4, 15). */
export function endStay(roll: Roll, misId: string): void {
  roll.stayed.delete(misId)
  const leaver = roll.leavers.get(misId)
  if (!leaver) return
  const promisedBy = new Date(Math.max(leaver.promisedBy.getTime(), inADay(roll).getTime()))
  roll.leavers.set(misId, { ...leaver, promisedBy })
}

/** The school decides that a disabled account goes (requirements.md §4, 11). */
export function decideStaff(roll: Roll, misId: string): void {
  const leaver = roll.leavers.get(misId)
  if (leaver) roll.leavers.set(misId, { ...leaver, promisedBy: inADay(roll) })
}

const inADay = ({ stage }: Roll) => new Date(stage.now().getTime() + DAY_MS)

export function leave(
  { subjects, leavers }: Roll,
  misId: string,
  kind: Leaver['kind'],
  promisedBy: Date,
  who = 'who left',
): void {
  const subject = subjects.get(misId)
  if (subject !== undefined && !leavers.has(misId)) leavers.set(misId, { subject, kind, promisedBy, who })
}

export function checkNobodyOverdue({ leavers, stayed, ledger }: Roll, at: Date): void {
  const overdue = [...leavers].filter(([misId, { promisedBy }]) => !stayed.has(misId) && promisedBy <= at).length
  ledger.check('R14', overdue === 0, `${overdue} should be gone by now`)
}
