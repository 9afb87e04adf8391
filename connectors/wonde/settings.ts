import { z } from 'zod'

/** Where a school lies in Wonde. The id is opaque to us, and only has to be safe inside a path. */
export const wondeBinding = z.strictObject({
  connector: z.literal('wonde'),
  schoolId: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  baseUrl: z.string().max(300).default('https://api.wonde.com'),
})
export type WondeBinding = z.infer<typeof wondeBinding>

/** The token is per school: Wonde hands one out with each approval. Printable, because it becomes a header. */
export const wondeSecret = z.strictObject({ token: z.string().regex(/^[\x21-\x7e]{1,500}$/) })
export type WondeSecret = z.infer<typeof wondeSecret>
