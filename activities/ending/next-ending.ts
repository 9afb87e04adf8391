import type { Kysely, Transaction } from 'kysely'
import { retentionPolicy } from '../../agreement/agreement.js'
import { endingPlan } from '../../agreement/retention/ending-plan.js'
import type { EndingPlan } from '../../agreement/retention/ending-plan.js'
import { findAgreement } from '../../db/control/agreement-version.js'
import type { ControlDatabase } from '../../db/control/database.js'
import { lockSchool } from '../../db/control/school.js'
import type { School } from '../../db/control/school.js'
import { cutAccess, endingFacts, standingTermination } from '../../db/control/termination.js'
import type { Termination } from '../../db/control/termination.js'
import { failure } from '../failures.js'
import { tellOfEnding } from './tell-of-ending.js'

export type EndingStep =
  | { readonly do: 'nothing' }
  | { readonly do: 'erase' }
  | {
      readonly do: 'rest'
      readonly until: string
      readonly waitsFor: 'confirmation' | 'end' | 'cooling-off' | 'deadline'
      readonly deadline: string
    }

export interface NextEndingActivities {
  /** What is to be done about the end of a school at `at`. Cuts access when its time has come, and tells whoever is to be told. */
  nextEnding(input: { readonly school: string; readonly at: string }): Promise<EndingStep>
}

export function nextEndingActivities(control: Kysely<ControlDatabase>): NextEndingActivities {
  return {
    nextEnding: ({ school, at }) => control.transaction().execute((trx) => nextStep(trx, school, new Date(at))),
  }
}

async function nextStep(trx: Transaction<ControlDatabase>, id: string, at: Date): Promise<EndingStep> {
  const ending = await lookAtEnding(trx, id, at)
  if (!ending) return { do: 'nothing' }
  const { termination, plan } = ending
  const now = at.getTime()
  if (termination.keys_go_at !== null || (plan.eraseAt !== null && plan.eraseAt <= now)) return { do: 'erase' }
  const until = Math.min(...instantsOf(plan).filter((instant) => instant > now))
  const step = {
    do: 'rest',
    until: new Date(until).toISOString(),
    deadline: new Date(plan.dueAt).toISOString(),
  } as const
  return { ...step, waitsFor: waitsFor(plan, now) }
}

export interface Ending {
  readonly school: School
  readonly termination: Termination
  readonly plan: EndingPlan
}

/** How a school's end stands at `at`, its access cut and its alerts given as far as they are due; nothing where none is under way. */
export async function lookAtEnding(
  trx: Transaction<ControlDatabase>,
  id: string,
  at: Date,
): Promise<Ending | undefined> {
  const school = await lockSchool(trx, id)
  if (!school) throw failure('SchoolUnknown')
  const termination = await standingTermination(trx, id)
  if (termination?.ended_at !== null || school.accepted_version === null) return undefined
  const agreement = await findAgreement(trx, school.agreement_id, school.accepted_version)
  if (!agreement) throw failure('AgreementNotAccepted')
  const plan = endingPlan(endingFacts(termination, school), retentionPolicy(agreement))
  if (plan.accessEndsAt !== null && plan.accessEndsAt <= at.getTime()) await cutAccess(trx, school, termination, at)
  await tellOfEnding(trx, { school, termination, plan }, at)
  return { school, termination, plan }
}

function instantsOf({ accessEndsAt, coolingOffUntil, eraseAt, alertsAt, remindersAt }: EndingPlan): number[] {
  const once = [accessEndsAt, coolingOffUntil, eraseAt].filter((instant) => instant !== null)
  // Where everything lies behind, as for an end entered late that nobody confirms, looking again soon costs nothing.
  return [...once, ...alertsAt, ...remindersAt, Infinity].map((instant) => Math.min(instant, FAR))
}

// A date that a text can hold, and longer than any deadline.
const FAR = Date.UTC(9999, 0, 1)

function waitsFor({ accessEndsAt, coolingOffUntil }: EndingPlan, now: number) {
  if (accessEndsAt === null || coolingOffUntil === null) return 'confirmation'
  if (now < accessEndsAt) return 'end'
  return now < coolingOffUntil ? 'cooling-off' : 'deadline'
}
