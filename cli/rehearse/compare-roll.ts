import { addDays, startOf } from '../../agreement/retention/days.js'
import type { Shown, Truth } from './cast.js'
import { promisedFor, staffPromisedFor } from './people.js'
import { leave } from './roll.js'
import type { Roll } from './roll.js'

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

const misIdOf = ({ items }: Shown, kind: 'pupil' | 'staff') => String(items[`${kind}.misId`])

/** Compares what the application is shown with who is really at the school. Answers how many came and left. */
export function compareRoll(roll: Roll, morning: Morning): { readonly came: number; readonly left: number } {
  compareStaff(roll, morning)
  const { truth, truthNow, pupils, today, learned } = morning
  const shown = new Map(pupils.map((pupil) => [misIdOf(pupil, 'pupil'), pupil.id]))
  const inSight = ({ misId }: { misId: string }) => !roll.outOfSight.has(misId)
  const then = new Set(truth.pupils.filter(inSight).map(({ misId }) => misId))
  const now = new Set(truthNow.pupils.filter(inSight).map(({ misId }) => misId))
  const missing = [...then].filter((misId) => now.has(misId) && !shown.has(misId)).length
  const extra = [...shown.keys()].filter((misId) => !then.has(misId)).length
  const otherwise = namedOtherwise(morning)
  roll.ledger.check('R07', missing + otherwise === 0, `${missing} on roll are not shown, ${otherwise} by another name`)
  roll.ledger.check('R27', extra === 0, `${extra} are shown who are not on roll`)
  const came = [...shown.keys()].filter((misId) => !roll.onRoll.has(misId))
  // Who goes with the end of a day is learned of the night after, unless the school's records said so before.
  const left = [...roll.onRoll].filter((misId) => !now.has(misId) && !(then.has(misId) && shown.has(misId)))
  for (const misId of came) comeBack(roll, misId, shown.get(misId) ?? '')
  for (const [misId, subject] of shown) roll.subjects.set(misId, subject)
  for (const misId of left) {
    const lastDay = roll.lastDays.get(misId) ?? today
    const known = then.has(misId) ? new Date(startOf(addDays(lastDay, 1))) : learned
    const learning = { at: known, isStated: !roll.unstated.has(misId) }
    leave(roll, misId, 'pupil', promisedFor(roll.cast, lastDay, learning))
  }
  for (const misId of now) roll.lastDays.set(misId, today)
  roll.onRoll = new Set(shown.keys())
  return { came: came.length, left: left.length }
}

function namedOtherwise({ truth, pupils }: Morning): number {
  const names = new Map(truth.pupils.map(({ misId, forename, surname }) => [misId, `${forename} ${surname}`]))
  return pupils.filter((pupil) => {
    const { forename, surname } = pupil.items['pupil.name'] ?? {}
    const name = names.get(misIdOf(pupil, 'pupil'))
    return name !== undefined && name !== `${forename} ${surname}`
  }).length
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

/** Who comes back before the erasure is the same person; after it somebody we never knew. */
function comeBack({ leavers, erased, ledger }: Roll, misId: string, subject: string): void {
  const before = leavers.get(misId)
  if (before) ledger.check('R55', before.subject === subject, 'somebody came back as another person')
  leavers.delete(misId)
  const gone = erased.get(misId)
  if (gone !== undefined) ledger.check('R55', gone !== subject, 'somebody erased came back as themselves')
  erased.delete(misId)
}
