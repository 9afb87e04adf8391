import { z } from 'zod'
import { rolloverFaults } from '../../../../agreement/guard/rollover.js'
import { term } from '../../../../agreement/retention/facts.js'
import { termFaults } from '../../../../agreement/retention/term-faults.js'
import { syncModes } from '../../../../db/control/settings.js'
import { text } from '../../../text.js'
import { contact, day } from '../school-view.js'

const percent = z.strictObject({ percent: z.int().min(1).max(100) }).nullable()

const recipient = z
  .strictObject({ recipient: z.string().max(100), name: text, from: day, to: day.nullish() })
  .refine(({ from, to }) => !to || to >= from, { path: ['to'], params: { code: 'endsBeforeStart' } })

const terms = z
  .array(term)
  .max(30)
  .superRefine((list, context) => {
    for (const { path, code } of termFaults(list))
      context.addIssue({ code: 'custom', path: [...path], params: { code } })
  })

const rollover = z
  .array(z.strictObject({ from: z.string().max(10), to: z.string().max(10) }))
  .max(20)
  .superRefine((list, context) => {
    for (const { path, code, advice } of rolloverFaults(list))
      context.addIssue({ code: 'custom', path: [...path], params: { code, advice } })
  })

const guards = z.strictObject({
  unexplainedPupils: percent.optional(),
  pupils: percent.optional(),
  staff: percent.optional(),
  blankedItem: percent.optional(),
  renamedPeople: percent.optional(),
  groups: percent.optional(),
})

const syncMode = z.enum(syncModes)

/** What a school may settle about itself. What is left out stays, what is null goes back to what the agreement says; lists are given whole. */
export const settingsBody = z.strictObject({
  syncMode: z.union([syncMode, z.strictObject({ pupil: syncMode.optional(), staff: syncMode.optional() })]).optional(),
  topYear: z.int().min(0).max(14).nullish(),
  special: z.boolean().nullish(),
  post16CountsAsStage: z.boolean().nullish(),
  terms: terms.nullish(),
  contract: z.strictObject({ startsOn: day.optional(), endsOn: day.nullish() }).optional(),
  guards: guards.optional(),
  rollover: rollover.nullish(),
  recipients: z.array(recipient).max(50).nullish(),
  contacts: z.strictObject({ main: contact.optional(), data: contact.optional(), head: contact.optional() }).optional(),
})
export type SettingsBody = z.infer<typeof settingsBody>
