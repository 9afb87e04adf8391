import { z } from 'zod'

/** Ids that are ours: of a certificate, a school, an agreement. */
const id = z.string().regex(/^[a-z0-9-]{1,64}$/)
/** A word of code, as kinds, acts and names of instants are. */
const word = z.string().regex(/^[a-z][A-Za-z]{0,63}$/)
/** What things are called. Four digits in a row, or an @, would be a number, a date or an address, and those belong to people. */
const words = z.string().regex(/^(?!.*\d{4})[\p{L}\d ,.;:()’'/_-]{1,200}$/u)
/** What a school or its controller is called. */
const name = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u)
const count = z.int().nonnegative()
const instant = z.iso.datetime()
/** Longer than any number that a pupil has. */
const receipt = z.string().regex(/^[0-9A-Za-z-]{16,64}$/)

/** What a certificate says. It names schools, counts and dates, and nothing that is about one person. */
export const certificateBody = z.strictObject({
  id,
  kind: z.enum(['erasure', 'ending']),
  school: z.strictObject({ id, name }),
  controller: name,
  agreement: z.strictObject({ id, version: z.int().positive() }),
  /** The documented act that it was done on, and what gave the right to it. */
  instruction: z.strictObject({ number: z.int().positive(), act: word, right: words }),
  held: z.array(z.strictObject({ kind: words, count })).readonly(),
  /** Store by store: how it was made unreadable, and how many are left there by counting. */
  stores: z.array(z.strictObject({ store: words, method: words, left: count })).readonly(),
  /** One for each erased person, without a name: only the school can say whose is which (K19). */
  receipts: z.array(receipt).readonly(),
  times: z.record(word, instant).readonly(),
  deadline: instant,
  lateBySeconds: count,
  /** What stays nevertheless, and until when. */
  remains: z
    .array(z.strictObject({ what: words, count: count.optional(), until: z.union([instant, z.iso.date()]) }))
    .readonly(),
})
export type CertificateBody = Readonly<z.infer<typeof certificateBody>>
