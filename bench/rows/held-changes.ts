import { sql } from 'kysely'
import { z } from 'zod'
import { callApi } from '../../local/stack/api-client.js'
import type { Parts } from '../parts/parts.js'
import { accept, ended, newSchool } from '../parts/school.js'
import type { BenchSchool } from '../parts/school.js'
import { inTurns } from './in-turns.js'
import { timesOf } from './row.js'
import type { Row, RowSizes } from './row.js'

const settings = z.object({ syncMode: z.string() })
const holds = z.object({ data: z.array(z.object({ id: z.string(), state: z.string(), count: z.number() })) })
const held = z.object({
  state: z.string(),
  changes: z.object({ data: z.array(z.unknown()), next: z.string().nullable() }),
})
const decided = z.object({ decided: z.number() })

const PAGE = 500

/** Everything that waits of a first night, record by record and field by field, as a data administrator's page would fetch it. */
export async function listHeld(parts: Parts, { pupils, repetitions }: RowSizes): Promise<Row> {
  const { school, hold, count } = await heldSchool(parts, pupils)
  const { db } = await parts.schools.open(school.id)
  const list = async () => {
    const seen = await listed(parts, school, hold)
    if (seen !== count) throw new Error(`${seen} of ${count} changes were listed.`)
  }
  const bare = () => sql`select * from held_change where hold_id = ${hold} order by id`.execute(db)
  const times = await inTurns(repetitions, list, bare)
  return { row: 'list what is held', ...times, target: { ms: 300 }, referenceIs: 'the same rows, by SQL alone' }
}

/** From the yes to all of it until nothing waits any more; beside it the first run of the same school, which nobody reviews. */
export async function releaseHeld(parts: Parts, { pupils, repetitions }: RowSizes): Promise<Row> {
  const [ours, reference]: [number[], number[]] = [[], []]
  while (ours.length < repetitions) {
    const { school, hold, count } = await heldSchool(parts, pupils)
    await parts.histories.atRest(school.id)
    const began = performance.now()
    const said = await callApi(
      decided,
      parts.stack.apiUrl,
      parts.stack.tokens.head,
      'POST',
      `${holdsOf(school)}/${hold}/release`,
    )
    await released(parts, school, hold)
    ours.push(performance.now() - began)
    if (said.decided !== count) throw new Error(`${said.decided} of ${count} changes were released.`)
    const peer = await newSchool(parts, pupils)
    const start = performance.now()
    await ended(parts, peer, await accept(parts, peer))
    reference.push(performance.now() - start)
  }
  const referenceIs = 'the first run of the same school where nothing waits'
  return { row: 'release what is held', ...timesOf(ours, reference), target: { ms: 1_000 }, referenceIs }
}

/** A school that reviews everything, after its first night. */
async function heldSchool(parts: Parts, pupils: number) {
  const { stack } = parts
  const school = await newSchool(parts, pupils)
  await callApi(settings, stack.apiUrl, stack.tokens.head, 'PATCH', `/v1/schools/${school.id}/settings`, {
    syncMode: 'manual',
  })
  const run = await ended(parts, school, await accept(parts, school))
  if (run.state !== 'held') throw new Error(`The first run ended as ${run.state}.`)
  const { data } = await callApi(holds, stack.apiUrl, stack.tokens.head, 'GET', `${holdsOf(school)}?state=open`)
  const [hold] = data
  if (!hold) throw new Error('Nothing waits.')
  return { school, hold: hold.id, count: hold.count }
}

const holdsOf = ({ id }: BenchSchool) => `/v1/schools/${id}/holds`

async function listed({ stack }: Parts, school: BenchSchool, hold: string): Promise<number> {
  let seen = 0
  let path: string | null = `${holdsOf(school)}/${hold}?limit=${PAGE}`
  while (path !== null) {
    const page: z.infer<typeof held> = await callApi(held, stack.apiUrl, stack.tokens.head, 'GET', path)
    const { data, next } = page.changes
    seen += data.length
    path = next === null ? null : `${holdsOf(school)}/${hold}?limit=${PAGE}&after=${next}`
  }
  return seen
}

async function released({ schools }: Parts, school: BenchSchool, hold: string): Promise<void> {
  const { db } = await schools.open(school.id)
  for (;;) {
    const row = await db.selectFrom('hold').select('state').where('id', '=', hold).executeTakeFirst()
    if (row?.state !== 'open') return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
