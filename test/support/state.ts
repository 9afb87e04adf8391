import { sql } from 'kysely'
import type { SimSchool } from './schools.js'
import type { Answer, Stack } from './stack.js'

/** What the simulator says is really so, now. */
export async function truthOf(stack: Stack, school: SimSchool): Promise<Answer['body']> {
  return (await stack.sim('GET', `/_sim/schools/${school.id}/truth`)).body
}

export type Writes = Record<string, { inserted?: number; updated?: number; deleted?: number }>

/**
 * What `work` wrote to the school's database, by table, from Postgres' own counters: all that follows from it, until the school's lifecycle
 * rests again, and nothing that followed from what came before.
 */
export async function writesIn<Result>(
  stack: Stack,
  id: string,
  work: () => Promise<Result>,
): Promise<{ result: Result; writes: Writes }> {
  await stack.atRest(id)
  const before = await counters(stack, id)
  const result = await work()
  await stack.atRest(id)
  const after = await counters(stack, id)
  const writes: Writes = {}
  for (const [table, now] of after) {
    const then = before.get(table)
    const wrote = {
      ...(now.ins > (then?.ins ?? 0) && { inserted: now.ins - (then?.ins ?? 0) }),
      ...(now.upd > (then?.upd ?? 0) && { updated: now.upd - (then?.upd ?? 0) }),
      ...(now.del > (then?.del ?? 0) && { deleted: now.del - (then?.del ?? 0) }),
    }
    if (Object.keys(wrote).length > 0) writes[table] = wrote
  }
  return { result, writes }
}

interface Counter {
  readonly relname: string
  readonly ins: number
  readonly upd: number
  readonly del: number
}

async function counters(stack: Stack, id: string): Promise<Map<string, Counter>> {
  // A backend that rests reports its counters when it ends; the pools of the school are closed for that.
  await stack.deps.schools.close()
  await new Promise((resolve) => setTimeout(resolve, 200))
  const { db } = await stack.deps.schools.open(id)
  await sql`select pg_stat_force_next_flush()`.execute(db)
  const { rows } = await sql<Counter>`
    select relname, n_tup_ins as ins, n_tup_upd as upd, n_tup_del as del from pg_stat_user_tables`.execute(db)
  return new Map(rows.map((row) => [row.relname, row]))
}
