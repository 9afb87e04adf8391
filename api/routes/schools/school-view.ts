import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { ControlDatabase } from '../../../db/control/database.js'
import { listRuns } from '../../../db/control/run.js'
import { phases } from '../../../db/control/school.js'
import type { School } from '../../../db/control/school.js'
import { findBinding } from '../../../db/control/source-binding.js'
import { text } from '../../text.js'
import { runView, shownRun } from './run-view.js'

export const contact = z.object({ name: text, email: z.email().max(320) })
export const contacts = z.object({ main: contact, data: contact, head: contact })
export const day = z.iso.date()

/** A school as the API shows it. `phase` is where it stands with us; `kind` is what kind of school it is. */
export const schoolView = z.object({
  id: z.string(),
  name: z.string(),
  urn: z.string().nullable(),
  laCode: z.string().nullable(),
  establishmentNumber: z.string().nullable(),
  kind: z.string().nullable(),
  statutoryHighAge: z.number().nullable(),
  controller: z.object({ name: z.string() }),
  contract: z.object({ startsOn: z.string(), endsOn: z.string().optional() }),
  agreement: z.object({ id: z.string(), acceptedVersion: z.number().nullable() }),
  source: z.object({ connector: z.string(), externalId: z.string(), verifiedAt: z.string().nullable() }),
  phase: z.enum(phases),
  registeredAt: z.string(),
  lastRun: runView.nullable(),
  nextSyncAt: z.string().nullable(),
  /** Why somebody should look; null if nobody need. */
  needsAttention: z.string().nullable(),
  /** How much it is asked and has not answered, at `GET …/questions?state=open`. */
  openQuestions: z.number(),
  /** What waits for a person, at `GET …/holds?state=open`: how much of what, until when, and what happens then. */
  holds: z.array(
    z.object({
      id: z.string(),
      reason: z.string(),
      item: z.string().nullable(),
      count: z.number(),
      since: z.string(),
      until: z.string(),
      then: z.string(),
    }),
  ),
})

export async function shownSchool(db: Kysely<ControlDatabase>, school: School): Promise<z.infer<typeof schoolView>> {
  const [binding, [last]] = await Promise.all([findBinding(db, school.id), listRuns(db, school.id, 1)])
  return {
    id: school.id,
    name: school.name,
    urn: school.urn,
    laCode: school.la_code,
    establishmentNumber: school.establishment_number,
    kind: school.kind,
    statutoryHighAge: school.statutory_high_age,
    controller: school.controller,
    contract: school.contract,
    agreement: { id: school.agreement_id, acceptedVersion: school.accepted_version },
    source: {
      connector: binding?.connector ?? '',
      externalId: binding?.externalId ?? '',
      verifiedAt: binding?.provenAt?.toISOString() ?? null,
    },
    phase: school.phase,
    registeredAt: school.registered_at.toISOString(),
    lastRun: last ? shownRun(last) : null,
    nextSyncAt: school.phase === 'active' ? (school.next_sync_at?.toISOString() ?? null) : null,
    needsAttention: school.needs_attention,
    openQuestions: school.open_questions,
    holds: [...school.open_holds],
  }
}
