import { z } from 'zod'
import { Problem } from './problem.js'

/** How a list is asked for; cursors are opaque and URL-safe. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  after: z.string().max(200).optional(),
})

export function pageOf<Entry extends z.ZodType>(entry: Entry) {
  return z.object({ data: z.array(entry), next: z.string().nullable() })
}

/** The opaque form of a position in a list. */
export function cursorOf(position: string): string {
  return Buffer.from(position).toString('base64url')
}

/** One page from one row more than was asked for: the extra row says that there is a next page. */
export function page<Row>(rows: readonly Row[], limit: number, position: (row: Row) => string) {
  const data = rows.slice(0, limit)
  const last = data.at(-1)
  return { data, next: rows.length > limit && last !== undefined ? cursorOf(position(last)) : null }
}

/** What a cursor of ours stands for. `form` is what a position of this list looks like; anything else was not handed out by us. */
export function positionOf(after: string | undefined, form: RegExp): string | undefined {
  if (after === undefined) return undefined
  const position = Buffer.from(after, 'base64url').toString('utf8')
  if (!form.test(position))
    throw new Problem('malformed-request', 'Use the cursor that an earlier page gave as `next`.', [
      { path: 'querystring/after', code: 'cursor' },
    ])
  return position
}

export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
