import { z } from 'zod'
import { code, listOf, sentence } from './words.js'

const often = z
  .string({ error: 'Write months or years, as P1M or P1Y.' })
  .regex(/^P[1-9]\d?[MY]$/, { error: 'Write months or years, as P1M or P1Y.' })
const days = z
  .string({ error: 'Write a number of days, as P30D.' })
  .regex(/^P[1-9]\d?D$/, { error: 'Write a number of days, as P30D.' })

/** What no program can prove: a certificate held, a person checked. Each is looked at again in time, with a warning before it ends (K26). */
export const evidence = listOf(
  z.strictObject({ code, what: sentence('what can be shown'), every: often, warnBefore: days }).readonly(),
  (entry) => entry.code,
).readonly()

/** Who works for the processor and may come near the data (R40). */
export const subProcessors = listOf(
  z
    .strictObject({
      code,
      name: sentence('who they are'),
      does: sentence('what they do with the data'),
      country: sentence('in which country'),
    })
    .readonly(),
  (entry) => entry.code,
).readonly()

/** Who hears of what changes: of the school's contacts one, and whom the school writes to (R59, R62). */
export const notices = z
  .strictObject({
    school: z.enum(['main', 'data', 'head']),
    processor: sentence('whom at the processor a school writes to'),
  })
  .readonly()
