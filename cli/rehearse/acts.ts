import { addDays, dayOf } from '../../agreement/retention/days.js'
import type { PromiseCode } from './ledger.js'
import { choose, decideStaff, endStay, hide, show, withdrawPupil } from './roll.js'
import type { Scene } from './school-year.js'

// What the school says about one person, through the API, and what that makes of the roll.

const REVIEW_DAYS = 60

export async function beginStay(scene: Scene, name: string, misId: string | undefined): Promise<void> {
  if (misId === undefined) return
  const { cast, roll, stage, remembered } = scene
  remembered.set(name, misId)
  const reviewBy = addDays(dayOf(stage.now().getTime()), REVIEW_DAYS)
  await cast.instruct('POST', `/pupils/${roll.subjects.get(misId)}/stay`, { kind: 'sar', reviewBy })
  roll.stayed.add(misId)
}

export async function liftStay({ cast, roll, remembered }: Scene, name: string): Promise<void> {
  const misId = remembered.get(name)
  if (misId === undefined) return
  await cast.instruct('DELETE', `/pupils/${roll.subjects.get(misId)}/stay`)
  endStay(roll, misId)
}

export async function suppress(scene: Scene): Promise<void> {
  const { cast, roll, remembered } = scene
  const misId = choose(roll)
  remembered.set('suppressed', misId)
  await cast.instruct('POST', `/pupils/${roll.subjects.get(misId)}/suppression`)
  hide(roll, misId)
  await looksHidden(scene, misId, 'R61')
}

export async function endSuppression({ cast, roll, remembered }: Scene): Promise<void> {
  const misId = remembered.get('suppressed')
  if (misId === undefined) return
  await cast.instruct('DELETE', `/pupils/${roll.subjects.get(misId)}/suppression`)
  show(roll, misId)
}

export async function withdrawOne(scene: Scene): Promise<void> {
  const { cast, roll } = scene
  const misId = choose(roll)
  await cast.instruct('POST', '/withdrawals', { pupilId: roll.subjects.get(misId) })
  withdrawPupil(roll, misId)
  await looksHidden(scene, misId, 'R61')
}

export async function decideAboutStaff({ cast, roll, remembered }: Scene, name: string): Promise<void> {
  const misId = remembered.get(name)
  if (misId === undefined) return
  await cast.instruct('POST', `/staff/${roll.subjects.get(misId)}/deletion`)
  decideStaff(roll, misId)
}

/** When the school has its answer nobody reads the pupil any more. */
export async function looksHidden({ cast, roll }: Scene, misId: string, code: PromiseCode): Promise<void> {
  const refused = await cast.refuses(`/pupils/${roll.subjects.get(misId)}`)
  roll.ledger.check(code, refused, 'somebody was still shown when the school had said otherwise')
}
