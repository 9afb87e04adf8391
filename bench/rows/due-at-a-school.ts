import { sql } from 'kysely'
import { z } from 'zod'
import { callApi } from '../../local/stack/api-client.js'
import type { Parts } from '../parts/parts.js'
import { newSchool } from '../parts/school.js'
import { inTurns } from './in-turns.js'
import type { Row, RowSizes } from './row.js'

const TIMERS = 20_000
const PAGE = 50
const page = z.object({ data: z.array(z.unknown()) })

/** A page of one school's timers, out of 20,000. */
export async function dueAtASchool(parts: Parts, { repetitions }: RowSizes): Promise<Row> {
  const { stack, schools } = parts
  const { id } = await newSchool(parts, 60)
  const { db } = await schools.open(id)
  await sql`
    insert into timer (subject_id, rule, due_on, due_at, erase_at, begins_at, planned, state, fact_what, fact_date)
    select gen_random_uuid(), 'leaver', day, day, day, now(), false, 'waiting', 'notice', day
      from (select current_date + n % 700 as day from generate_series(1, ${TIMERS}::int) n) days`.execute(db)
  await sql`analyze timer`.execute(db)
  const path = `/v1/schools/${id}/retention/timers?limit=${PAGE}`
  const ask = () => callApi(page, stack.apiUrl, stack.tokens.operator, 'GET', path)
  const bare = () => sql`select * from timer order by due_at, id limit ${PAGE + 1}`.execute(db)
  const times = await inTurns(repetitions, ask, bare)
  return { row: 'due at a school', ...times, target: { ms: 50 }, referenceIs: 'the same rows, by SQL alone' }
}
