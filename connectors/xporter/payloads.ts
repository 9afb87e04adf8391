import { z } from 'zod'

import { changedShape } from '../http/failures.js'
import { fieldsOf } from './http/said.js'
import { rowOf } from './translate/row.js'
import type { Row } from './translate/row.js'

const short = z.string().max(1_000)

const tokenDetails = z.object({
  estab: z.union([short, z.number().transform(String)]).nullish(),
  relyingparty: short.nullish(),
  name: short.nullish(),
  scopes: z.array(short).max(1_000),
})
export type TokenDetails = z.infer<typeof tokenDetails>

const whole = z.coerce.number().int().min(0)
const pagination = z.object({ pagesize: whole, pagenumber: whole, pagecount: whole, rowcount: whole })
export type Pagination = z.infer<typeof pagination>

export const readTokenDetails = (body: unknown): TokenDetails => parsed(tokenDetails, body, 'school')

/** One answer of datasets. */
export interface Datasets {
  readonly rows: (name: string) => readonly Row[]
  readonly pagination: Pagination | null
  /** When the copy was made that this was answered from; on the first page only. */
  readonly madeAt: string | null
}

/** Reads an answer whose first dataset is `primary`: without it, it is not what was asked for. */
export function readDatasets(body: unknown, endpoint: string, primary: string): Datasets {
  const fields = fieldsOf(body)
  if (!Array.isArray(fields.get(primary.toLowerCase()))) throw changedShape(`${endpoint}.${primary}`, 'not_a_list')
  const listed = (name: string): readonly unknown[] => [fields.get(name.toLowerCase()) ?? []].flat()
  const [pages] = listed('__pagination__')
  const [meta] = listed('meta')
  const madeAt = fieldsOf(meta).get('datetime')
  return {
    // One name for all of a kind: naming each would make thousands of strings a night that nobody reads.
    rows: once((name) => listed(name).map((row) => rowOf(row, `${endpoint}.${name}[]`))),
    pagination: pages === undefined ? null : parsed(pagination, pages, `${endpoint}.pagination`),
    madeAt: typeof madeAt === 'string' ? madeAt : null,
  }
}

function once<T>(make: (name: string) => T): (name: string) => T {
  const made = new Map<string, T>()
  return (name) => {
    const found = made.get(name) ?? make(name)
    made.set(name, found)
    return found
  }
}

/** Names are taken without regard to case. Zod's issues say where and what; the value that was wrong stays out of the failure. */
function parsed<Schema extends z.ZodType>(schema: Schema, body: unknown, at: string): z.infer<Schema> {
  const result = schema.safeParse(Object.fromEntries(fieldsOf(body)))
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw changedShape([at, ...(issue?.path ?? []).map(String)].join('.'), issue?.code ?? 'unknown')
}
