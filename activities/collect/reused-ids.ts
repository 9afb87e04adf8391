import { answersOfReuse } from '../../db/school/conflict.js'
import { identitiesOf } from '../../db/school/subject.js'
import { refKey } from '../../pipeline/assign.js'
import { retiredRef } from '../../db/school/apply/retire-names.js'
import type { Held, Match } from '../../pipeline/compare.js'
import type { Arrival } from '../../pipeline/digest.js'
import { candidatesOf, strangersOf } from './rekey/candidates.js'
import { hasOtherUpn } from './rekey/find-again.js'
import type { Looking } from './rekey/looking.js'
import { mayBeOne } from './rekey/portrait.js'
import { sidesOf } from './rekey/sides.js'

/** A read in which ids that name another person than before are kept apart from those whom they named. */
export interface KeptApart {
  readonly arrivals: readonly Arrival[]
  readonly held: readonly Held[]
  /** Held, and asked about: they stay as they were, and whoever bears their id now is not taken in. */
  readonly reused: readonly string[]
  /** Held, and somebody else by the school's word: the id is taken off them, and its bearer is somebody new. */
  readonly retired: readonly string[]
}

/**
 * Keeps apart whoever comes under the id of one of ours and is somebody else: another permanent UPN, and less than half of what both tell of
 * names and birth the same. A pupil who is adopted, or whose number is corrected, keeps more than that. What the school answered holds.
 */
export async function keepApart(
  looking: Looking,
  arrivals: readonly Arrival[],
  held: readonly Held[],
): Promise<KeptApart> {
  const others = await comeAsOthers(looking, arrivals, held)
  if (others.length === 0) return { arrivals, held, reused: [], retired: [] }
  const answers = await answersOfReuse(looking.db)
  const idsOf = (answer: string | undefined) =>
    others.filter(({ held: one }) => answers.get(one.id) === answer).map(({ held: one }) => one.id)
  const [reused, retired] = [idsOf(undefined), idsOf('otherPerson')]
  const asBefore = new Map(
    others.filter(({ held: one }) => reused.includes(one.id)).map((pair) => [pair.arrival, asHeld(pair)]),
  )
  return {
    arrivals: arrivals.map((arrival) => asBefore.get(arrival) ?? arrival),
    held: held.map((one) => (retired.includes(one.id) ? { ...one, refHash: retiredRef(one) } : one)),
    reused,
    retired,
  }
}

/** Documents are opened of those alone whose UPN is another than before: of nobody, on most nights. */
async function comeAsOthers(
  { db, openKeys }: Looking,
  arrivals: readonly Arrival[],
  held: readonly Held[],
): Promise<readonly Match[]> {
  const differing = sidesOf('pupil', arrivals, held).differing.filter(
    ({ held: one, arrival }) => one.aboutDigest !== arrival.aboutDigest,
  )
  if (differing.length === 0) return []
  const names = await identitiesOf(
    db,
    differing.map(({ held: one }) => one.id),
  )
  const strangers = new Map(strangersOf(differing.map(({ arrival }) => arrival)).map((one) => [one.key, one]))
  const renumbered = differing.filter(({ held: one, arrival }) => {
    const upns = (names.get(one.id) ?? []).filter(({ kind }) => kind === 'upn').map(({ hash }) => hash)
    const stranger = strangers.get(refKey(arrival))
    return stranger?.upn?.identifies === true && hasOtherUpn(stranger, { upns: new Set(upns) })
  })
  if (renumbered.length === 0) return []
  const heldOnes = renumbered.map(({ held: one }) => one)
  const ours = new Map((await candidatesOf(db, openKeys, heldOnes)).map((one) => [one.id, one.portrait]))
  return renumbered.filter(({ held: one, arrival }) => {
    const [stranger, own] = [strangers.get(refKey(arrival))?.portrait, ours.get(one.id)]
    return stranger !== undefined && own !== undefined && !mayBeOne(stranger, own)
  })
}

/** As if it had come as it was: listed, and nothing of it changed. */
function asHeld({ held, arrival }: Match): Arrival {
  const { digest, aboutDigest, placesDigest } = held
  return {
    ...arrival,
    digest,
    aboutDigest: aboutDigest ?? arrival.aboutDigest,
    placesDigest: placesDigest ?? arrival.placesDigest,
  }
}
