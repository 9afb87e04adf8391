import { z } from 'zod'
import type { Agreement } from '../../../../agreement/agreement.js'
import { retentionPolicy } from '../../../../agreement/agreement.js'
import { endingPlan } from '../../../../agreement/retention/ending-plan.js'
import type { EndingPlan } from '../../../../agreement/retention/ending-plan.js'
import type { School } from '../../../../db/control/school.js'
import { endingFacts } from '../../../../db/control/termination.js'
import type { Termination } from '../../../../db/control/termination.js'

const steps = [
  'instructed',
  'confirmed',
  'accessCut',
  'takenBack',
  'erasingBegan',
  'keysDestroyed',
  'historiesDeleted',
  'ended',
] as const
const states = ['unconfirmed', 'planned', 'coolingOff', 'waiting', 'erasing', 'ended', 'takenBack'] as const

/** How far the end of a school is: each step with its time, and the deadline. */
export const terminationView = z.object({
  id: z.string(),
  schoolId: z.string(),
  state: z.enum(states),
  cause: z.enum(['early', 'contractEnd', 'noRead']),
  effectiveAt: z.string(),
  receivedAt: z.string(),
  instructedBy: z.object({ name: z.string(), role: z.string().optional() }).nullable(),
  reason: z.string().nullable(),
  return: z.boolean(),
  needsConfirmation: z.boolean(),
  deadline: z.string(),
  coolingOffUntil: z.string().nullable(),
  eraseAt: z.string().nullable(),
  lateBySeconds: z.number(),
  certificateId: z.string().nullable(),
  steps: z.array(z.object({ step: z.enum(steps), at: z.string(), by: z.string().optional() })),
})

export function shownTermination(
  termination: Termination,
  school: School,
  agreement: Agreement,
  at: Date,
): z.infer<typeof terminationView> {
  const plan = endingPlan(endingFacts(termination, school), retentionPolicy(agreement))
  const overAt = termination.ended_at ?? termination.taken_back_at ?? at
  return {
    id: termination.id,
    schoolId: school.id,
    state: stateOf(termination, plan, at.getTime()),
    cause: termination.cause,
    effectiveAt: text(plan.endsAt),
    receivedAt: termination.received_at.toISOString(),
    instructedBy: termination.instructed_by,
    reason: termination.reason,
    return: termination.return_wanted,
    needsConfirmation: termination.needs_confirmation,
    deadline: text(plan.dueAt),
    coolingOffUntil: plan.coolingOffUntil === null ? null : text(plan.coolingOffUntil),
    eraseAt: plan.eraseAt === null ? null : text(plan.eraseAt),
    lateBySeconds: Math.max(0, Math.ceil((overAt.getTime() - plan.dueAt) / 1000)),
    certificateId: termination.ended_at === null ? null : termination.id,
    steps: stepsOf(termination),
  }
}

const text = (instant: number) => new Date(instant).toISOString()

function stateOf(termination: Termination, { accessEndsAt, coolingOffUntil }: EndingPlan, at: number) {
  if (termination.taken_back_at !== null) return 'takenBack'
  if (termination.ended_at !== null) return 'ended'
  if (termination.keys_go_at !== null) return 'erasing'
  if (accessEndsAt === null || coolingOffUntil === null) return 'unconfirmed'
  if (at < accessEndsAt) return 'planned'
  return at < coolingOffUntil ? 'coolingOff' : 'waiting'
}

function stepsOf(row: Termination): z.infer<typeof terminationView>['steps'] {
  const times: Readonly<Record<(typeof steps)[number], Date | null>> = {
    instructed: row.instructed_at,
    confirmed: row.confirmed_at,
    accessCut: row.access_cut_at,
    takenBack: row.taken_back_at,
    erasingBegan: row.keys_go_at,
    keysDestroyed: row.keys_gone_at,
    historiesDeleted: row.runs_gone_at,
    ended: row.ended_at,
  }
  const by: Partial<Record<(typeof steps)[number], string | null>> = {
    instructed: row.given_by,
    confirmed: row.confirmed_by,
  }
  return steps.flatMap((step) => {
    const at = times[step]
    const who = by[step]
    return at === null ? [] : [{ step, at: at.toISOString(), ...(who && { by: who }) }]
  })
}
