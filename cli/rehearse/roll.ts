import { addDays, dayOf, startOf } from '../../agreement/retention/days.js'
import type { Cast, Change, Shown, Truth } from './cast.js'
import type { Ledger } from './ledger.js'
import { promisedFor, rowsLeft, staffPromisedFor } from './people.js'
import type { Stage } from './stage.js'

interface Leaver {
  readonly subject: string
  readonly kind: 'pupil' | 'staff'
  readonly promisedBy: Date
}

/** Who is, was and comes back at the school, kept by the rehearsal itself: what Termkeeper does is held against it. By MIS id. */
export interface Roll {
  readonly stage: Stage
  readonly cast: Cast
  readonly ledger: Ledger
  readonly subjects: Map<string, string>
  /** Who left and is not erased yet, and by when the agreement promises that. */
  readonly leavers: Map<string, Leaver>
  readonly erased: Map<string, string>
  readonly lastDays: Map<string, string>
  /** Told by the school before its own records say so. */
  readonly informed: Set<string>
  readonly chosen: Set<string>
  onRoll: ReadonlySet<string>
  employed: ReadonlySet<string>
}

export interface Morning {
  /** Who was at the school when it was read in the night, and who is now. */
  readonly truth: Truth
  readonly truthNow: Truth
  readonly pupils: readonly Shown[]
  readonly staff: readonly Shown[]
  readonly today: string
  /** When the night's read ended. */
  readonly learned: Date
}

export function openRoll(stage: Stage, cast: Cast, ledger: Ledger): Roll {
  const empty = { subjects: new Map(), leavers: new Map(), erased: new Map(), lastDays: new Map() }
  const nobody = { informed: new Set<string>(), chosen: new Set<string>(), onRoll: new Set<string>() }
  return { stage, cast, ledger, ...empty, ...nobody, employed: new Set() }
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
  roll.informed.add(misId)
  roll.onRoll = new Set([...roll.onRoll].filter((other) => other !== misId))
  leave(roll, misId, 'pupil', promisedFor(roll.cast, lastDay, roll.stage.now()))
}

export function takeBack(roll: Roll, misId: string): void {
  roll.informed.delete(misId)
  roll.leavers.delete(misId)
}

const misIdOf = ({ items }: Shown, kind: 'pupil' | 'staff') => String(items[`${kind}.misId`])

/** Compares what the application is shown with who is really at the school. Answers how many came and left. */
export function compareRoll(roll: Roll, morning: Morning): { readonly came: number; readonly left: number } {
  compareStaff(roll, morning)
  const { truth, truthNow, pupils, today, learned } = morning
  const shown = new Map(pupils.map((pupil) => [misIdOf(pupil, 'pupil'), pupil.id]))
  const told = ({ misId }: { misId: string }) => !roll.informed.has(misId)
  const then = new Set(truth.pupils.filter(told).map(({ misId }) => misId))
  const now = new Set(truthNow.pupils.filter(told).map(({ misId }) => misId))
  const missing = [...then].filter((misId) => now.has(misId) && !shown.has(misId)).length
  const extra = [...shown.keys()].filter((misId) => !then.has(misId)).length
  roll.ledger.check('R07', missing === 0, `${missing} on roll are not shown`)
  roll.ledger.check('R27', extra === 0, `${extra} are shown who are not on roll`)
  const came = [...shown.keys()].filter((misId) => !roll.onRoll.has(misId))
  // Who goes with the end of a day is learned of the night after, unless the school's records said so before.
  const left = [...roll.onRoll].filter((misId) => !now.has(misId) && !(then.has(misId) && shown.has(misId)))
  for (const misId of came) comeBack(roll, misId, shown.get(misId) ?? '')
  for (const [misId, subject] of shown) roll.subjects.set(misId, subject)
  for (const misId of left) {
    const lastDay = roll.lastDays.get(misId) ?? today
    const known = then.has(misId) ? new Date(startOf(addDays(lastDay, 1))) : learned
    leave(roll, misId, 'pupil', promisedFor(roll.cast, lastDay, known))
  }
  for (const misId of now) roll.lastDays.set(misId, today)
  roll.onRoll = new Set(shown.keys())
  return { came: came.length, left: left.length }
}

function compareStaff(roll: Roll, { truth, truthNow, staff, today }: Morning): void {
  const then = new Set(truth.staff.map(({ misId }) => misId))
  const now = new Set(truthNow.staff.map(({ misId }) => misId))
  const enabled = staff.filter(({ state }) => state === 'employed').map((member) => misIdOf(member, 'staff'))
  const extra = enabled.filter((misId) => !then.has(misId)).length
  roll.ledger.check('R37', extra === 0, `${extra} staff who left are not disabled`)
  for (const member of staff) roll.subjects.set(misIdOf(member, 'staff'), member.id)
  for (const misId of roll.employed)
    if (!now.has(misId)) leave(roll, misId, 'staff', staffPromisedFor(roll.cast, roll.lastDays.get(misId) ?? today))
  for (const misId of now) {
    roll.lastDays.set(misId, today)
    roll.leavers.delete(misId)
  }
  roll.employed = now
}

function leave({ subjects, leavers }: Roll, misId: string, kind: Leaver['kind'], promisedBy: Date): void {
  const subject = subjects.get(misId)
  if (subject !== undefined && !leavers.has(misId)) leavers.set(misId, { subject, kind, promisedBy })
}

/** Who comes back before the erasure is the same person; after it somebody we never knew. */
function comeBack({ leavers, erased, ledger }: Roll, misId: string, subject: string): void {
  const before = leavers.get(misId)
  if (before) ledger.check('R55', before.subject === subject, 'somebody came back as another person')
  leavers.delete(misId)
  const gone = erased.get(misId)
  if (gone !== undefined) ledger.check('R55', gone !== subject, 'somebody erased came back as themselves')
  erased.delete(misId)
}

/** Judges whom the feed says to be erased. Answers a sentence for each day by which they were promised to be gone. */
export async function judgeErased(roll: Roll, changes: readonly Change[]): Promise<readonly string[]> {
  const counts = new Map<string, number>()
  for (const { op, subjectId, at } of changes) {
    if (op !== 'erased' || subjectId === null) continue
    const sentence = await judge(roll, subjectId, new Date(at))
    counts.set(sentence, (counts.get(sentence) ?? 0) + 1)
  }
  return [...counts].map(([sentence, count]) => `erased ${count} ${sentence}`)
}

async function judge(roll: Roll, subject: string, at: Date): Promise<string> {
  const { stage, cast, ledger, leavers } = roll
  ledger.check('R17', (await rowsLeft(stage, cast, subject)) === 0, 'rows are left of somebody erased')
  const [misId, leaver] = [...leavers].find(([, one]) => one.subject === subject) ?? []
  if (misId === undefined || leaver === undefined) {
    ledger.broken('R14', 'somebody was erased who had not left')
    return 'who had not left'
  }
  const code = leaver.kind === 'pupil' ? 'R14' : 'R37'
  const marginMs = leaver.promisedBy.getTime() - at.getTime()
  if (marginMs >= 0) ledger.keep(code, marginMs)
  else ledger.broken(code, `one was erased ${Math.ceil(-marginMs / 1000)} s late`)
  leavers.delete(misId)
  roll.erased.set(misId, subject)
  return `${leaver.kind === 'pupil' ? 'of the pupils' : 'of the staff'} who left; promised by ${dayOf(leaver.promisedBy.getTime())}`
}

export function checkNobodyOverdue({ leavers, ledger }: Roll, at: Date): void {
  const overdue = [...leavers.values()].filter(({ promisedBy }) => promisedBy <= at).length
  ledger.check('R14', overdue === 0, `${overdue} should be gone by now`)
}
