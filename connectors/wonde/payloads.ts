import { z } from 'zod'

import { changedShape } from '../http/failures.js'

// Read leniently and narrowly: what we do not use may change without our noticing, and numbers turn into strings from one year to the next.
const short = z.string().max(1_000)
const loosely = z.union([short, z.number().transform(String)]).nullish()
const truth = z.union([z.boolean(), z.stringbool(), z.number().transform((number) => number !== 0)])

const pagination = z.object({
  next: z.string().max(8_000).nullish(),
  more: truth.nullish(),
})
export type Pagination = z.infer<typeof pagination>

/** Rows stay unknown here: they are the hot path, and read by hand in translate/. */
const page = z.object({
  data: z.array(z.unknown()),
  meta: z.object({ pagination: pagination.nullish() }).nullish(),
})

const school = z.object({
  data: z.object({
    id: loosely,
    name: short,
    establishment_number: loosely,
    la_code: loosely,
    urn: loosely,
    region: z.object({ domain: short.nullish() }).nullish(),
  }),
})

const permission = z.object({
  identity: short,
  parent: loosely,
  approved: truth.nullish(),
  declined: truth.nullish(),
})
export type Permission = z.infer<typeof permission>

const permissions = z.object({ data: z.array(permission) })

const count = z.object({ data: z.object({ count: z.coerce.number().int().min(0) }) }).optional()
const counts = z.object({ data: z.object({ students: count, employees: count, groups: count, classes: count }) })
export type CountsBody = z.infer<typeof counts>['data']

export const readPage = (body: unknown, at: string) => parsed(page, body, at)
export const readSchool = (body: unknown) => parsed(school, body, 'school').data
export const readPermissions = (body: unknown) => parsed(permissions, body, 'permissions').data
export const readCounts = (body: unknown) => parsed(counts, body, 'counts').data

/** Zod's issues say where and what; the value that was wrong stays out of them, and out of the failure. */
function parsed<Schema extends z.ZodType>(schema: Schema, body: unknown, at: string): z.infer<Schema> {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  const [issue] = result.error.issues
  // Only keys of our own are ever named: a key of theirs could be data.
  const path = issue?.path.filter((part) => typeof part === 'number' || /^[a-z_]{1,40}$/.test(String(part))) ?? []
  throw changedShape([at, ...path.map(String)].join('.'), issue?.code ?? 'unknown')
}
