import type { Kysely } from 'kysely'
import type { SourceKind } from '../../../connectors/source.js'
import type { SchoolDatabase } from '../../../db/school/database.js'
import { refKey } from '../../../pipeline/assign.js'
import { namesOfUpns, strangersOf } from './candidates.js'
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
export async function suspectKinds(db: Kysely<SchoolDatabase>, sides: SidesByKind): Promise<Suspects> {
  const { pupil, staff, group } = sides
  const contradicted = mayBeRekeyed(pupil) ? await bearAnothersUpn(db, pupil) : 0
  const pupils = looksRekeyed(pupil, contradicted)
  if (!pupils && pupil.listedBefore > 0) return { people: [], groups: false }
  const moved = (side: Sides) => looksRekeyed(side, pupils ? side.differing.length : 0)
  const people: PersonKind[] = [...(pupils ? ['pupil' as const] : []), ...(moved(staff) ? ['staff' as const] : [])]
  return { people, groups: people.length > 0 && moved(group) }
}

/** How many come under the id of one of ours with a UPN that one other of ours bears. */
async function bearAnothersUpn(db: Kysely<SchoolDatabase>, { differing }: Sides): Promise<number> {
  const bearers = strangersOf(differing.map(({ arrival }) => arrival))
  const names = await namesOfUpns(db, bearers)
  const owner = new Map(differing.map(({ held, arrival }) => [refKey(arrival), held.id]))
  return bearers.filter(({ key, upn }) => {
    const [only, ...others] = upn?.identifies === true ? (names.get(upn.hash) ?? []) : []
    return only !== undefined && others.length === 0 && only !== owner.get(key)
  }).length
}
