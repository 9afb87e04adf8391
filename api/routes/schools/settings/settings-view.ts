import { z } from 'zod'
import type { Agreement } from '../../../../agreement/agreement.js'
import { settledGuards } from '../../../../agreement/guard/settled-guards.js'
import { schoolKinds } from '../../../../agreement/retention/facts.js'
import { topYearOf } from '../../../../agreement/retention/top-year.js'
import type { GuardName } from '../../../../agreement/schema/guards.js'
import type { School } from '../../../../db/control/school.js'
import type { SyncMode } from '../../../../db/control/settings.js'
import { contacts } from '../school-view.js'

const day = z.string().nullable()
const mode = z.enum(['automatic', 'manual'])
const percent = z.object({ percent: z.number() })

/** What holds for a school: as the school settled it, else as the agreement has it. */
export const settingsView = z.object({
  /** Whether changes are applied by themselves or once the school said yes: of everybody, or of pupils and staff apart. */
  syncMode: z.union([mode, z.object({ pupil: mode, staff: mode })]),
  /** What the school confirmed, and null where it did not; `topYearInForce` is what dates are computed by. */
  topYear: z.number().nullable(),
  topYearInForce: z.number().nullable(),
  topYearConfirmed: z.object({ by: z.string(), role: z.string(), at: z.string() }).nullable(),
  special: z.boolean().nullable(),
  post16CountsAsStage: z.boolean().nullable(),
  terms: z.array(
    z.object({
      schoolYear: z.string(),
      autumnFirst: day,
      summerLast: day,
      breaks: z.array(z.object({ from: z.string(), to: z.string() })),
    }),
  ),
  contract: z.object({ startsOn: z.string(), endsOn: day }),
  guards: z.object({
    unexplainedPupils: percent,
    pupils: percent,
    staff: percent,
    blankedItem: percent,
    renamedPeople: percent,
    groups: percent,
  }),
  /** What the school announced beside the summer, which is one without announcement. */
  rollover: z.array(z.object({ from: z.string(), to: z.string() })),
  recipients: z.array(z.object({ recipient: z.string(), name: z.string(), from: z.string(), to: day })),
  contacts,
})

export function shownSettings(
  { settings, contract, contacts: people, kind, statutory_high_age }: School,
  { sync, guards }: Agreement,
): z.infer<typeof settingsView> {
  const stage = {
    topYear: settings.topYear ?? null,
    special: settings.special ?? null,
    post16CountsAsStage: settings.post16CountsAsStage ?? null,
  }
  const known = schoolKinds.find((one) => one === kind) ?? null
  const settled = settledGuards(guards, settings.guards)
  const percentOf = (guard: GuardName) => ({ percent: settled[guard].percent })
  return {
    syncMode: shownMode(settings.syncMode, sync.default),
    ...stage,
    topYearInForce: topYearOf({ ...stage, kind: known, statutoryHighAge: statutory_high_age }),
    topYearConfirmed: settings.topYearConfirmed ?? null,
    terms: [...(settings.terms ?? [])],
    contract: { startsOn: contract.startsOn, endsOn: contract.endsOn ?? null },
    guards: {
      unexplainedPupils: percentOf('unexplainedPupils'),
      pupils: percentOf('pupils'),
      staff: percentOf('staff'),
      blankedItem: percentOf('blankedItem'),
      renamedPeople: percentOf('renamedPeople'),
      groups: percentOf('groups'),
    },
    rollover: [...(settings.rollover ?? [])],
    recipients: [...(settings.recipients ?? [])],
    contacts: people,
  }
}

function shownMode(own: School['settings']['syncMode'], agreed: SyncMode): z.infer<typeof settingsView>['syncMode'] {
  if (own === undefined || typeof own === 'string') return own ?? agreed
  return { pupil: own.pupil ?? agreed, staff: own.staff ?? agreed }
}
