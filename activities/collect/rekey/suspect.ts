import type { SourceKind } from '../../../connectors/source.js'
import { refKey } from '../../../pipeline/assign.js'
import { candidatesOf, namesOfUpns, strangersOf } from './candidates.js'
import type { Looking } from './looking.js'
import { mayBeOne } from './portrait.js'
import { looksRekeyed, mayBeRekeyed } from './sides.js'
import type { Sides } from './sides.js'

export type PersonKind = Exclude<SourceKind, 'group'>
export type SidesByKind = Readonly<Record<SourceKind, Sides>>

export interface Suspects {
  readonly people: readonly PersonKind[]
  readonly groups: boolean
}

/**
 * The kinds that seem to have come under other ids. The pupils decide: half of a small staff may change in a summer, while a school that
 * changes its MIS changes it for both. Then one of another kind who differs under an id we hold is looked at anew as well.
 */
export async function suspectKinds(looking: Looking, sides: SidesByKind): Promise<Suspects> {
  const { pupil, staff, group } = sides
  const contradicted = mayBeRekeyed(pupil) ? await speakOfAnother(looking, pupil) : 0
  const pupils = looksRekeyed(pupil, contradicted)
  if (!pupils && pupil.listedBefore > 0) return { people: [], groups: false }
  const moved = (side: Sides) => looksRekeyed(side, pupils ? side.differing.length : 0)
  const people: PersonKind[] = [...(pupils ? ['pupil' as const] : []), ...(moved(staff) ? ['staff' as const] : [])]
  return { people, groups: people.length > 0 && moved(group) }
}

/**
 * How many come under the id of one of ours and are somebody else: by a UPN that one other of ours bears or, where there is none to tell, by
 * names and day of birth.
 */
async function speakOfAnother({ db, openKeys }: Looking, { differing }: Sides): Promise<number> {
  const strangers = new Map(strangersOf(differing.map(({ arrival }) => arrival)).map((one) => [one.key, one]))
  const upnNames = await namesOfUpns(db, [...strangers.values()])
  const ours = new Map(
    (
      await candidatesOf(
        db,
        openKeys,
        differing.map(({ held }) => held),
      )
    ).map((one) => [one.id, one]),
  )
  return differing.filter(({ held, arrival }) => {
    const [stranger, own] = [strangers.get(refKey(arrival)), ours.get(held.id)]
    if (!stranger || !own) return false
    const [only, ...others] = stranger.upn?.identifies === true ? (upnNames.get(stranger.upn.hash) ?? []) : []
    if (only !== undefined && others.length === 0) return only !== held.id
    return !mayBeOne(stranger.portrait, own.portrait)
  }).length
}
