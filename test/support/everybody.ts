import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { subjectKeysOf } from './held.js'
import { all } from './schools.js'
import type { Stack } from './stack.js'

interface Line {
  readonly line: string
}

/** Who is who at a school and what hangs on it: all that a change of ids must leave as it is. */
export async function everybodyOf(stack: Stack, school: string) {
  const path = `/v1/schools/${school}`
  const [pupils, left, staff, groups] = await Promise.all(
    ['pupils', 'pupils?state=left', 'staff', 'groups'].map((list) => all(stack, 'head', `${path}/${list}`)),
  )
  const people = [...pupils!, ...left!, ...staff!]
  const { db } = await stack.deps.schools.open(school)
  const lines = async (query: RawBuilder<Line>) => (await query.execute(db)).rows.map(({ line }) => line)
  return {
    names: Object.fromEntries(people.map(({ id, items }) => [id, items['pupil.name'] ?? items['staff.name'] ?? null])),
    upns: Object.fromEntries(people.map(({ id, items }) => [id, items['pupil.upn'] ?? null])),
    states: Object.fromEntries(people.map(({ id, state }) => [id, state])),
    places: Object.fromEntries(
      people.map(({ id, items }) => [id, items['pupil.classes'] ?? items['staff.groups'] ?? []]),
    ),
    groups: Object.fromEntries(groups!.map(({ id, items }) => [id, items['group.name']])),
    timers: await all(stack, 'head', `${path}/retention/timers`),
    keys: await subjectKeysOf(stack, school),
    stays: await lines(sql<Line>`select s::text as line from stay s order by 1`),
    hidden: await lines(
      sql<Line>`select concat_ws(' ', id, hidden_from, left_from, suppressed_from, withheld, absent_since) as line from subject order by 1`,
    ),
    questions: await lines(sql<Line>`select q::text as line from question q order by 1`),
    tombstones: await lines(sql<Line>`select t::text as line from tombstone t order by 1`),
  }
}

/** The feed since an entry, as operations by kind. */
export async function toldSince(stack: Stack, school: string, seq: number): Promise<Record<string, number>> {
  const told: Record<string, number> = {}
  for (const { op, kind } of await all(stack, 'application', `/v1/schools/${school}/changes?after=${seq}`))
    told[`${kind} ${op}`] = (told[`${kind} ${op}`] ?? 0) + 1
  return told
}

export async function lastTold(stack: Stack, school: string): Promise<number> {
  return (await all(stack, 'application', `/v1/schools/${school}/changes`)).at(-1)?.seq ?? 0
}
