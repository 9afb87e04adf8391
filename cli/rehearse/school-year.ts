import { addDays, dayOf } from '../../agreement/retention/days.js'
import { beginStay, decideAboutStaff, endSuppression, liftStay, looksHidden, suppress, withdrawOne } from './acts.js'
import type { Cast } from './cast.js'
import { choose, inform, show } from './roll.js'
import type { Roll } from './roll.js'
import type { Stage } from './stage.js'

export interface Scene {
  readonly stage: Stage
  readonly cast: Cast
  readonly roll: Roll
  /** Who a later day comes back to, by a name of the rehearsal's own. */
  readonly remembered: Map<string, string>
}

interface Happening {
  /** Days after the first one. */
  readonly day: number
  readonly what: string
  /** Under agreements of one kind only: what leavers meet at once, or after months. */
  readonly only?: 'immediate' | 'grace'
  readonly happen: (scene: Scene) => Promise<void>
}

const today = ({ stage }: Scene) => dayOf(stage.now().getTime())
const WITHDRAWN = 'pupil.gender'

/**
 * What happens at the school beyond what every school's year brings by itself: intake in September, leavers in July, new surnames and moves
 * between sets are the simulator's own. The days are apart far enough for each to be told from the next.
 */
const happenings: readonly Happening[] = [
  {
    day: 20,
    what: 'a pupil gets a new surname',
    happen: ({ cast, roll }) => cast.happen({ do: 'rename', misId: choose(roll), surname: 'Ashdown' }),
  },
  {
    day: 24,
    what: 'a pupil leaves in term, who will return after the erasure',
    happen: (scene) => leave(scene, 'long away'),
  },
  {
    day: 30,
    only: 'immediate',
    what: 'a family asks what is held: the school pauses the erasure of a pupil who is about to leave',
    happen: (scene) => beginStay(scene, 'stayed', choose(scene.roll)),
  },
  {
    day: 33,
    only: 'immediate',
    what: 'that pupil leaves',
    happen: (scene) => leave(scene, 'stayed', scene.remembered.get('stayed')),
  },
  { day: 40, what: 'a pupil leaves in term', happen: (scene) => leave(scene, 'gone for good') },
  {
    day: 45,
    only: 'immediate',
    what: 'the family has its answer: the pause ends',
    happen: (scene) => liftStay(scene, 'stayed'),
  },
  { day: 47, what: 'the school tells us of a leaver before its records say so', happen: tellOfLeaver },
  { day: 50, what: 'the records follow', happen: (scene) => recordsFollow(scene) },
  { day: 54, only: 'grace', what: 'the school tells us of a leaver by mistake', happen: mistake },
  { day: 55, only: 'grace', what: 'and takes it back', happen: tellOtherwise },
  { day: 60, what: 'a leaver is entered three weeks late', happen: enterLate },
  { day: 65, what: 'a court order: the school has a pupil hidden at once', happen: suppress },
  { day: 68, what: 'and shown again', happen: endSuppression },
  {
    day: 70,
    what: 'a pupil’s record is deleted in the MIS',
    happen: deleteRecord,
  },
  { day: 75, what: 'the school withdraws a pupil', happen: withdrawOne },
  {
    day: 80,
    what: 'a pupil leaves in term, who will return before six months are over',
    happen: (scene) => leave(scene, 'soon back'),
  },
  { day: 95, what: 'a pupil joins in the middle of the year', happen: ({ cast }) => cast.happen({ do: 'join' }) },
  { day: 110, what: 'the school withdraws an item: its pupils’ gender', happen: withdraw },
  { day: 118, what: 'a member of staff leaves', happen: (scene) => staffLeaves(scene, 'decided') },
  { day: 120, what: 'another member of staff leaves', happen: (scene) => staffLeaves(scene, 'capped') },
  {
    day: 124,
    what: 'the school decides that the first one’s account goes',
    happen: (scene) => decideAboutStaff(scene, 'decided'),
  },
  { day: 130, what: 'who left seven weeks ago returns', happen: (scene) => comeBack(scene, 'soon back') },
  { day: 150, what: 'the school stops the transfer', happen: ({ cast }) => cast.instruct('POST', '/pause') },
  { day: 155, what: 'and lets it go on', happen: ({ cast }) => cast.instruct('POST', '/resume') },
  {
    day: 205,
    only: 'grace',
    what: 'a family asks what is held: the school pauses the erasure of a pupil who left in term',
    happen: (scene) => beginStay(scene, 'gone for good', scene.remembered.get('gone for good')),
  },
  { day: 240, what: 'who left in the autumn returns', happen: (scene) => comeBack(scene, 'long away') },
  {
    day: 245,
    only: 'grace',
    what: 'the family has its answer: the pause ends',
    happen: (scene) => liftStay(scene, 'gone for good'),
  },
]

/** What happens on a day under an agreement whose leavers go at once, or after months. */
export const happeningsOn = (day: number, mode: 'immediate' | 'grace'): readonly Happening[] =>
  happenings.filter((happening) => happening.day === day && (happening.only ?? mode) === mode)

async function leave(scene: Scene, name: string, misId = choose(scene.roll)): Promise<void> {
  scene.remembered.set(name, misId)
  await scene.cast.happen({ do: 'leave', misId, on: today(scene) })
}

async function comeBack({ cast, remembered }: Scene, name: string): Promise<void> {
  const misId = remembered.get(name)
  if (misId !== undefined) await cast.happen({ do: 'return', misId })
}

async function tellOfLeaver(scene: Scene): Promise<void> {
  const { cast, roll, remembered } = scene
  const misId = choose(roll)
  const leftOn = addDays(today(scene), -1)
  remembered.set('informed', misId)
  await cast.instruct('POST', '/leavers', { pupilId: roll.subjects.get(misId), leftOn })
  inform(roll, misId, leftOn)
  await looksHidden(scene, misId, 'R57')
}

async function recordsFollow(scene: Scene): Promise<void> {
  const misId = scene.remembered.get('informed')
  if (misId !== undefined) await scene.cast.happen({ do: 'leaveBackdated', misId, on: addDays(today(scene), -4) })
}

// The day before: what is told of today begins at midnight only, and there would be nothing to take back from anybody's sight.
async function mistake(scene: Scene): Promise<void> {
  const { cast, roll, remembered } = scene
  const misId = choose(roll)
  const leftOn = addDays(today(scene), -1)
  remembered.set('mistaken', misId)
  await cast.instruct('POST', '/leavers', { pupilId: roll.subjects.get(misId), leftOn })
  inform(roll, misId, leftOn)
}

async function tellOtherwise({ cast, roll, remembered }: Scene): Promise<void> {
  const misId = remembered.get('mistaken')
  if (misId === undefined) return
  await cast.instruct('DELETE', `/leavers/${roll.subjects.get(misId)}`)
  show(roll, misId)
}

async function enterLate(scene: Scene): Promise<void> {
  const misId = choose(scene.roll)
  const on = addDays(today(scene), -21)
  scene.roll.lastDays.set(misId, on)
  await scene.cast.happen({ do: 'leaveBackdated', misId, on })
}

async function deleteRecord({ cast, roll }: Scene): Promise<void> {
  const misId = choose(roll)
  // Of these connectors only Xporter does not tell a record that was deleted from one that is not shared.
  if (cast.connector === 'xporter') roll.unstated.add(misId)
  await cast.happen({ do: 'delete', misId })
}

async function withdraw({ cast }: Scene): Promise<void> {
  await cast.grant((await cast.granted()).filter((item) => item !== WITHDRAWN))
}

async function staffLeaves(scene: Scene, name: string): Promise<void> {
  const [one] = (await scene.cast.truth(scene.stage.now())).staff
  if (!one) return
  scene.remembered.set(name, one.misId)
  await scene.cast.happen({ do: 'leave', misId: one.misId, on: today(scene) })
}
