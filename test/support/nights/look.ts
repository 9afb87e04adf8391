import { londonDay } from '../../../agreement/calendar.js'
import { grantedItems } from '../../../agreement/grant-code.js'
import { readRecords } from '../../../api/records/read-records.js'
import type { OpenRecord, RecordKind, RecordState } from '../../../api/records/read-records.js'
import { currentGrant } from '../../../db/control/acceptance.js'
import type { Ground } from './ground.js'
import type { NightSchool } from './school.js'

const LONGEST_PAGE = 500

/** Everything of a kind, opened by the query that the API answers with, whatever its state. */
export async function records(
  ground: Pick<Ground, 'deps' | 'now'>,
  { id }: Pick<NightSchool, 'id'>,
  kind: RecordKind,
): Promise<readonly OpenRecord[]> {
  const { keyring, schools, control } = ground.deps
  const [{ db }, grant] = await Promise.all([schools.open(id), currentGrant(control, id)])
  const granted = grantedItems(grant?.items ?? [])
  const at = ground.now()
  const reader = { db, keyring, school: id, granted }
  const found: OpenRecord[] = []
  for (let after: string | undefined; ;) {
    const asked = { kind, at, today: londonDay(at), state: 'any', limit: LONGEST_PAGE, after } as const
    const { records: page, next } = await readRecords(reader, asked)
    found.push(...page)
    if (next === null) return found
    after = next
  }
}

/** By MIS id, how each person stands; somebody without one, of whom nothing can be compared, is left out. */
export type Standing = ReadonlyMap<string, RecordState>

export interface People {
  readonly pupil: Standing
  readonly staff: Standing
}

export async function people(ground: Ground, school: NightSchool): Promise<People> {
  const of = async (kind: 'pupil' | 'staff'): Promise<Standing> =>
    new Map(
      (await records(ground, school, kind)).flatMap(({ items, state }) => {
        const misId = items[`${kind}.misId`]
        return typeof misId === 'string' ? [[misId, state] as const] : []
      }),
    )
  return { pupil: await of('pupil'), staff: await of('staff') }
}

/** The MIS ids of those who are really there at the ground's now. */
export interface Truth {
  readonly pupil: ReadonlySet<string>
  readonly staff: ReadonlySet<string>
}

export async function truth({ sim }: Ground, { simulated }: NightSchool): Promise<Truth> {
  const { pupils, staff } = await sim('GET', `schools/${simulated}/truth`)
  const ids = (list: readonly { readonly misId: string }[]) => new Set(list.map(({ misId }) => misId))
  return { pupil: ids(pupils), staff: ids(staff) }
}

/** Who is there and not shown, and who is shown and not there; both empty where state is truth. */
export async function differences(ground: Ground, school: NightSchool) {
  const [seen, real] = await Promise.all([people(ground, school), truth(ground, school)])
  const shown = (standing: Standing) => [...standing].flatMap(([id, state]) => (state === 'shown' ? [id] : []))
  const of = (kind: keyof Truth) => ({
    missing: [...real[kind]].filter((id) => seen[kind].get(id) !== 'shown'),
    surplus: shown(seen[kind]).filter((id) => !real[kind].has(id)),
  })
  return { pupil: of('pupil'), staff: of('staff') }
}
