import { createHash } from 'node:crypto'
import { once } from 'node:events'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { z } from 'zod'
import { floorOrder } from './messages.js'
import type { FloorOrder, FloorTime } from './messages.js'

/** A page, as far as a script that trusts everybody looks at it: lists, and the address of the next one where there is one. */
const page = z.record(z.string(), z.unknown())
const links = z.object({ pagination: z.object({ next: z.string().nullable() }) })

/**
 * The least that reading a school can cost, as a program of its own: fetch every page, parse it, hash every row, COPY all into one table.
 * No gate, no keys, no seals, no comparison, no workflow, no proof that the read was whole.
 */
async function main(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query('create table if not exists floor (hash text, body text)')
  process.on('message', (message) => {
    void floor(client, floorOrder.parse(message)).then((time) => process.send?.(time))
  })
  process.once('disconnect', () => void client.end())
  process.send?.('ready')
}

async function floor(client: pg.Client, { authorization, lists }: FloorOrder): Promise<FloorTime> {
  await client.query('truncate floor')
  const [began, cpu] = [performance.now(), process.cpuUsage()]
  const rows: string[] = []
  for (const list of lists) {
    for (let next: string | null = list; next !== null;) next = await readPage(next, authorization, rows)
  }
  const read = performance.now()
  const stream = client.query(copyFrom('copy floor (hash, body) from stdin'))
  stream.end(rows.join(''))
  await once(stream, 'finish')
  const [ended, { user, system }] = [performance.now(), process.cpuUsage(cpu)]
  return { wallMs: ended - began, copyMs: ended - read, cpuMs: (user + system) / 1_000, rows: rows.length }
}

async function readPage(url: string, authorization: string, rows: string[]): Promise<string | null> {
  const response = await fetch(url, { headers: { authorization } })
  const said = page.parse(await response.json())
  for (const list of Object.values(said)) for (const row of Array.isArray(list) ? list : []) rows.push(rowOf(row))
  return links.safeParse(said['meta']).data?.pagination.next ?? null
}

function rowOf(row: unknown): string {
  const body = JSON.stringify(row)
  return `${createHash('sha256').update(body).digest('hex')}\t${body.replaceAll('\\', '\\\\')}\n`
}

await main(process.argv[2] ?? '')
