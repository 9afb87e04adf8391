import { z } from 'zod'

const tally = z.record(z.string(), z.number())
const codes = z.array(z.string()).readonly()
const changedSince = z.string().nullable().describe('Only what changed since this day was asked for; null: all.')

const walk = z.object({
  kind: z.enum(['group', 'staff', 'pupil']),
  pages: z.number(),
  records: z.number(),
  counted: z.number().nullable().describe('How many the source says there are; null where it does not say.'),
  ended: z.enum(['said', 'counted', 'inferred']).describe('How the source showed that there is no more.'),
  repeated: z.number(),
  lists: tally.describe('How many rows came of each list of the source.'),
})

const overlap = z.object({
  before: z.number().describe('Held, and listed by the last whole read.'),
  again: z.number().describe('Of them, those that were listed again.'),
  explained: z.number().optional().describe('Of the others, those whom the source accounts for; asked where few came.'),
})

const attendance = z.object({
  from: z.string(),
  to: z.string(),
  changedSince,
  pages: z.number(),
  marks: z.number(),
  refused: tally,
  findings: tally,
  silent: z.number(),
})

const aspect = z.object({ aspect: z.string(), changedSince, pages: z.number(), results: z.number() })
const results = z.object({ aspects: z.array(aspect).readonly(), refused: tally })
const photos = z.object({ pages: z.number(), listed: z.number(), fetched: z.number(), refused: tally })

/** The proof that a read was whole, as `pipeline/verdict.ts` has it. */
export const completenessView = z.object({
  school: z.object({
    ref: z.string(),
    laCode: z.string().nullable(),
    establishmentNumber: z.string().nullable(),
  }),
  asked: codes.describe('Items that were asked for: granted, and permitted at the connector.'),
  walks: z.array(walk).readonly(),
  permissions: z.string().describe('Changes when anything in what the school permits does.'),
  notPermitted: codes,
  comparedWith: z.string().nullable().describe('The whole read of the same source that this one is compared with.'),
  permissionsNarrowed: z.boolean(),
  narrowed: codes,
  widened: codes,
  overlap: z.object({ pupil: overlap.optional(), staff: overlap.optional() }).optional(),
  refusedPeople: tally,
  findings: tally,
  unknownGroups: z.number(),
  changedSince: z.string().optional().describe('Only what changed since this read was asked for.'),
  rekeyed: tally.optional(),
  attendance: attendance.optional(),
  results: results.optional(),
  photos: photos.optional(),
})
