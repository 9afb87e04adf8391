import { sql } from 'kysely'
import { z } from 'zod'
import { callApi } from '../../local/stack/api-client.js'
import type { Parts } from '../parts/parts.js'
import { newSchool } from '../parts/school.js'
import { inTurns } from './in-turns.js'
import type { Row, RowSizes } from './row.js'

const SCHOOLS = 500
const DAYS = 200
const summary = z.object({ total: z.number() })

/** What the compliance officer asks: what is due in which week across 500 schools with 100,000 timers. */
export async function dueAcrossSchools(parts: Parts, { repetitions }: RowSizes): Promise<Row> {
  const { stack, control } = parts
  await countTimers(parts)
  const ask = () => callApi(summary, stack.apiUrl, stack.tokens.operator, 'GET', '/v1/retention/summary')
  const { total } = await ask()
  if (total < SCHOOLS * DAYS) throw new Error(`Only ${total} timers are counted.`)
  const bare = () => sql`select rule, due_on, sum(how_many) from timer_aggregate group by 1, 2`.execute(control)
  const times = await inTurns(repetitions, ask, bare)
  return { row: 'due across schools', ...times, target: { ms: 50 }, referenceIs: 'the counts, grouped by SQL alone' }
}

/** Rows as 500 schools would have left them: one school's, copied. */
async function countTimers(parts: Parts): Promise<void> {
  const { id } = await newSchool(parts, 60)
  await sql`
    insert into school (id, name, controller, contacts, contract, agreement_id, registered_at)
    select 'due-' || n, name, controller, contacts, contract, agreement_id, registered_at
      from school, generate_series(1, ${SCHOOLS}::int) n where id = ${id}`.execute(parts.control)
  await sql`
    insert into timer_aggregate (school_id, rule, due_on, how_many, running, as_of)
    select 'due-' || n, (array['leaver', 'stageEnd', 'staffCap', 'pupilWithdrawn'])[1 + d % 4], current_date + 7 * d, 1, 1, now()
      from generate_series(1, ${SCHOOLS}::int) n, generate_series(1, ${DAYS}::int) d`.execute(parts.control)
  await sql`analyze timer_aggregate`.execute(parts.control)
}
