import { z } from 'zod'
import { itemCodes, items } from '../items.js'

/** An item as one agreement has it: whether a school that ticks nothing shares it, and how it is asked. */
export const agreedItem = z
  .strictObject({
    code: z.enum(itemCodes, { error: 'There is no such item; use a code of the catalogue in agreement/items.ts.' }),
    default: z.enum(['granted', 'denied']),
    /** Whether this agreement asks the school about the item; the catalogue's stars unless it says otherwise. */
    starred: z.boolean().optional(),
    /** An agreement may treat more as special category, never less: hence no `false`. */
    special: z.literal(true).optional(),
    /** `baseline` marks what the contract is silent about and our own baseline settles (requirements.md K28). */
    source: z.enum(['agreement', 'baseline']).default('agreement'),
  })
  .transform((item) => ({
    ...item,
    starred: item.starred ?? items[item.code].starred,
    special: item.special ?? items[item.code].special,
  }))
  .refine((item) => !(item.special && item.default === 'granted'), {
    path: ['default'],
    error: 'This is a special category: it always needs the school’s explicit tick (K05), so write `default: denied`.',
  })
  .refine((item) => item.special || !(item.starred && item.default === 'granted'), {
    path: ['default'],
    error:
      'A starred item is off until the school ticks it, so write `default: denied`, or `starred: false` if the contract says so.',
  })
  .readonly()

/** What the rules of time need to know of a person; the acceptance grants them for that and nothing else (design.md §2, law 2). */
export const controlFact = z
  .strictObject({ fact: z.enum(['enrolmentStatus', 'spells', 'classYears']), purpose: z.literal('keeping time') })
  .readonly()
