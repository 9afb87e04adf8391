import type { Transaction } from 'kysely'
import { ulid } from 'ulid'
import { z } from 'zod'
import type { Agreement } from '../../../../agreement/agreement.js'
import { findAgreement } from '../../../../db/control/agreement-version.js'
import type { ControlDatabase } from '../../../../db/control/database.js'
import { instruct } from '../../../../db/control/instruction.js'
import type { Principal } from '../../../../db/control/principal.js'
import { lockSchool } from '../../../../db/control/school.js'
import type { School } from '../../../../db/control/school.js'
import { cutAccess, openTermination, standingTermination } from '../../../../db/control/termination.js'
import type { ApiDependencies } from '../../../dependencies.js'
import { Problem, notFound } from '../../../problem.js'
import { text } from '../../../text.js'

const instant = z.iso.datetime({ offset: true })

export const terminationBody = z.strictObject({
  /** The first instant at which the contract is no longer in force; now, if it is left out. */
  effectiveAt: instant.optional(),
  /** When the school told the vendor. */
  receivedAt: instant.optional(),
  instructedBy: z.union([text.transform((name) => ({ name })), z.strictObject({ name: text, role: text.optional() })]),
  /** The school wants its data back before it goes. */
  return: z.boolean().default(false),
  /** Erase when the cooling-off is over, however long the agreement would allow. */
  eraseEarly: z.boolean().default(false),
  /** Why an end that lies behind is entered only now. */
  reason: text.optional(),
})
type Body = z.infer<typeof terminationBody>

// What a request may take to reach us, and a clock may be behind.
const NOW_MS = 5 * 60_000

/**
 * Writes that a school is to end. Where it is effective and needs no second person, access is cut in this very transaction: no worker has
 * to live for it.
 */
export async function terminate(deps: ApiDependencies, id: string, body: Body, by: Principal): Promise<void> {
  const at = deps.clock()
  const effectiveAt = body.effectiveAt === undefined ? at : new Date(body.effectiveAt)
  const receivedAt = body.receivedAt === undefined ? at : new Date(body.receivedAt)
  refuseImpossible(body, effectiveAt, receivedAt, at)
  await deps.control.transaction().execute(async (trx) => {
    const school = await lockSchool(trx, id)
    if (!school) throw notFound()
    const agreement = await agreementOf(trx, school)
    if (await standingTermination(trx, id))
      throw new Problem('out-of-order', 'The school is ending already; GET …/termination says how far it is.')
    if (body.return && !agreement.tenantEnd.returnOffered)
      throw fault('return', 'notOffered', 'The agreement does not offer the data back; end the school without it.')
    const instruction = await instruct(trx, id, 'terminate', by, at)
    const needsConfirmation = by.role !== 'head'
    const termination = await openTermination(trx, {
      id: ulid(at.getTime()).toLowerCase(),
      school_id: id,
      cause: 'early',
      effective_at: effectiveAt,
      received_at: receivedAt,
      instructed_at: at,
      instructed_by: { name: body.instructedBy.name, ...roleOf(body.instructedBy) },
      given_by: by.id,
      given_role: by.role,
      instruction,
      reason: body.reason ?? null,
      return_wanted: body.return,
      erase_early: body.eraseEarly,
      needs_confirmation: needsConfirmation,
      phase_before: school.phase,
    })
    if (!needsConfirmation && effectiveAt <= at) await cutAccess(trx, school, termination, at)
  })
}

function roleOf(by: Body['instructedBy']): { readonly role?: string } {
  return 'role' in by && by.role !== undefined ? { role: by.role } : {}
}

/** What a person entered wrongly is said at once. */
function refuseImpossible(body: Body, effectiveAt: Date, receivedAt: Date, at: Date): void {
  if (receivedAt.getTime() > at.getTime() + NOW_MS)
    throw fault('receivedAt', 'liesAhead', 'Give the instant at which the school told you; this one lies ahead.')
  if (effectiveAt.getTime() < at.getTime() - NOW_MS && body.reason === undefined)
    throw fault('reason', 'required', 'This end lies in the past: give a `reason` why it is entered only now.')
}

const fault = (field: string, code: string, sentence: string) =>
  new Problem('invalid-request', sentence, [{ path: `body/${field}`, code }])

async function agreementOf(trx: Transaction<ControlDatabase>, school: School): Promise<Agreement> {
  const agreement =
    school.accepted_version === null
      ? undefined
      : await findAgreement(trx, school.agreement_id, school.accepted_version)
  if (!agreement) throw new Problem('out-of-order', 'Nothing was accepted and nothing received, so nothing can end.')
  return agreement
}
