import { z } from 'zod'

/** The end of the school's top year: when `time.stageEnd` counts from it. Which year that is the school confirms (K11, K12). */
export const stageRule = z
  .strictObject({
    /** Whether years 12 and 13 count, unless the school says otherwise: then Y13 is the top year of an 11–18 school, not Y11. */
    post16CountsAsStage: z.boolean(),
    /** Still on roll after the end: the school is asked, and without an answer the pupil is erased. Nothing else is carried out yet. */
    stillOnRoll: z.literal('ask_then_erase'),
  })
  .readonly()
  .nullable()

/** What the end of the contract means beside its deadline, which is `time.contractEnd` (K07, K08, K09, K20). */
export const tenantEnd = z
  .strictObject({
    /** How long rows that name nobody are kept to show what was done. */
    unnamedAudit: z.enum(['none', 'P5Y']),
    /** What such a row holds: counts of many, or single acts with columns from a list. */
    unnamedProfile: z.enum(['aggregate', 'action_log']).optional(),
    /** Whether the school is offered its data back before the end. The deadline stays what it is. */
    returnOffered: z.boolean(),
    /** Old copies stay on backup media until these are overwritten; without their key nobody reads them. */
    backupResidue: z.literal('key_destroyed'),
  })
  .refine(({ unnamedAudit, unnamedProfile }) => (unnamedAudit === 'none') === (unnamedProfile === undefined), {
    path: ['unnamedProfile'],
    error: 'Say what the un-named rows hold where they are kept, and leave this out where `unnamedAudit` is none.',
  })
  .readonly()
