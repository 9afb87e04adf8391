import { z } from 'zod'

/** Whose records are received, and what of them after they left. */
export const people = z
  .strictObject({
    preAdmission: z.enum(['untilStart', 'accept']),
    guests: z.enum(['refuse', 'accept']),
    /** Nothing about parents is received, under any agreement (R33, K03). */
    contacts: z.literal('refuse'),
    /** Whether results of somebody who left are still taken while the record stays: examination results come in August. */
    acceptResultsAfterLeaving: z.boolean(),
  })
  .readonly()
