import { z } from 'zod'

/**
 * Where a school lies at Xporter. `schoolId` is the number under which the vendor registered the school there, seven digits of authority and
 * establishment, and `relyingParty` the vendor's own application: a token that is for another of either is refused (R46).
 */
export const xporterBinding = z.strictObject({
  connector: z.literal('xporter'),
  schoolId: z.string().regex(/^\d{7}$/),
  relyingParty: z.string().regex(/^[A-Za-z0-9._-]{1,100}$/),
  baseUrl: z.string().max(300).default('https://xporter.groupcall.com'),
})
export type XporterBinding = z.infer<typeof xporterBinding>

/** The school's own secret, which Xporter hands out with each authorisation; a new authorisation makes the one before it worthless (R47). */
export const xporterSecret = z.strictObject({ schoolSecret: z.string().regex(/^[\x21-\x7e]{1,500}$/) })
export type XporterSecret = z.infer<typeof xporterSecret>
