import { findSchool } from '../../../db/control/school.js'
import type { Person } from '../../simulators/client.js'
import { records } from '../../support/nights/look.js'
import { follow } from './follower.js'
import type { Reading } from './follower.js'
import { everybody, excuse, spellOf } from './model.js'
import type { Model } from './model.js'
import { truthOf } from './played.js'
import type { Played } from './played.js'

export async function readingOf(played: Pick<Played, 'deps' | 'now' | 'school'>): Promise<Reading> {
  const kinds = ['pupil', 'staff', 'group'] as const
  const all = await Promise.all(
    kinds.map(async (kind) =>
      (await records(played, played.school, kind)).map((one) => [one.id, { ...one, kind }] as const),
    ),
  )
  return new Map(all.flat())
}

/** Follows the feed, looks whether anybody was erased who is there, and notes what a whole read showed. */
export async function look(played: Played): Promise<void> {
  const { school, model, follower, deps, now } = played
  const { db } = await deps.schools.open(school.id)
  const held = new Set(follower.records.keys())
  const entries = await follow(follower, db, () => readingOf(played))
  const erased = entries.filter(({ op, recordId }) => op === 'erased' && held.has(recordId))
  const there = erased.length === 0 ? new Map() : everybody(await truthOf(played))
  for (const { recordId } of erased) noteErased(model, follower.who.get(recordId) ?? '', there)
  const found = await findSchool(deps.control, school.id)
  if (found?.last_whole_read_at?.getTime() === now().getTime()) await noteRead(played)
}

/** What a whole read of this moment shows. */
export async function noteRead(played: Pick<Played, 'model' | 'sim' | 'school'>): Promise<void> {
  const there = everybody(await truthOf(played))
  played.model.seen = new Set(there.keys())
  for (const [key, person] of there) played.model.spells.set(key, spellOf(person))
}

/** Nobody is erased who is there, and was when the source was last read, unless the school's own word stands against it. */
function noteErased(model: Model, key: string, there: ReadonlyMap<string, Person>): void {
  const person = there.get(key)
  if (person && model.seen.has(key) && !excuse(model, key, spellOf(person)) && !model.refused.has(key))
    throw new Error(`${key} was erased and is on roll.`)
  model.erased.set(key, model.spells.get(key) ?? { start: '', leaving: null })
}
