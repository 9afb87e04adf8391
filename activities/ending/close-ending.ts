import type { Kysely, Transaction } from 'kysely'
import { londonDay } from '../../agreement/calendar.js'
import { addPeriod } from '../../agreement/retention/days.js'
import { retentionPolicy } from '../../agreement/agreement.js'
import type { Agreement } from '../../agreement/agreement.js'
import { endingPlan } from '../../agreement/retention/ending-plan.js'
import { latestAcceptance } from '../../db/control/acceptance.js'
import { findAgreement } from '../../db/control/agreement-version.js'
import { recordAct } from '../../db/control/audit.js'
import type { ControlDatabase } from '../../db/control/database.js'
import { queueNotice } from '../../db/control/notice.js'
import { lockSchool } from '../../db/control/school.js'
import { changeTermination, endingFacts, standingTermination } from '../../db/control/termination.js'
import type { HeldCounts } from '../../db/control/termination.js'
import { schoolDatabaseExists } from '../../db/provision/school-database.js'
import type { ActivityDependencies } from '../dependencies.js'
import { failure } from '../failures.js'
import { issueCertificate } from '../prove/issue-certificate.js'
import { endingCertificate } from './ending-certificate.js'

export interface CloseEndingInput {
  readonly school: string
  /** The workflow's times after the deeds. */
  readonly keysGoneAt: string
  readonly runsGoneAt: string
}

export interface CloseEndingActivities {
  /** Looks once more that nothing is left, and issues the certificate of a school's end, once. */
  closeEnding(input: CloseEndingInput): Promise<void>
}

export function closeEndingActivities(deps: ActivityDependencies): CloseEndingActivities {
  return { closeEnding: (input) => close(deps, input) }
}

async function close(
  deps: ActivityDependencies,
  { school: id, keysGoneAt, runsGoneAt }: CloseEndingInput,
): Promise<void> {
  const { control, keyring, signer } = deps
  if ((await keyring.keysLeft(id)) > 0 || (await schoolDatabaseExists(control, id))) throw failure('EndingIncomplete')
  await control.transaction().execute(async (trx) => {
    const school = await lockSchool(trx, id)
    const termination = await standingTermination(trx, id)
    if (typeof school?.accepted_version !== 'number' || !termination?.keys_go_at) throw failure('SchoolUnknown')
    if (termination.ended_at !== null) return
    const agreement = await findAgreement(trx, school.agreement_id, school.accepted_version)
    if (!agreement) throw failure('AgreementNotAccepted')
    const plan = endingPlan(endingFacts(termination, school), retentionPolicy(agreement))
    // An end that nobody asked for rests on the acceptance of the contract's terms.
    const instruction = termination.instruction ?? (await latestAcceptance(trx, id)).instruction
    const held = termination.held ?? {}
    const endedAt = new Date(runsGoneAt)
    await keepUnnamed(trx, { school: id, erasure: termination.id, held, day: londonDay(endedAt) }, agreement)
    const of = {
      school,
      termination,
      agreement,
      plan,
      instruction,
      keysGoneAt,
      runsGoneAt,
      backupDays: deps.backupDays,
    }
    await issueCertificate(trx, signer, endingCertificate({ ...of, unnamed: await unnamedRows(trx, id) }))
    const act = { school: id, act: 'end', by: 'termkeeper', right: termination.cause, instruction }
    await recordAct(trx, { ...act, version: agreement.version, at: endedAt, counts: countsOf(held) })
    const gone = { keys_gone_at: new Date(keysGoneAt), runs_gone_at: endedAt, ended_at: endedAt }
    await changeTermination(trx, termination.id, gone)
    const over = { phase: 'ended', needs_attention: null, next_sync_at: null, next_erase_at: null } as const
    await trx.updateTable('school').set(over).where('id', '=', id).execute()
    const facts = { endedAt: runsGoneAt, deadline: new Date(plan.dueAt).toISOString(), certificate: termination.id }
    for (const to of ['main', 'head'] as const)
      await queueNotice(trx, { school: id, at: endedAt, to, kind: 'schoolEnded', facts, once: termination.id })
  })
}

/** The register counts by words of code. */
function countsOf(held: HeldCounts): Record<string, number> {
  return Object.fromEntries(
    Object.entries(held).map(([kind, count]) => [
      kind.replace(/ (\w)/g, (_, letter: string) => letter.toUpperCase()),
      count,
    ]),
  )
}

interface Unnamed {
  readonly school: string
  readonly erasure: string
  readonly held: HeldCounts
  readonly day: string
}

/** A row for each person who went with the school, naming nobody (R18), where the agreement keeps such rows. */
async function keepUnnamed(
  trx: Transaction<ControlDatabase>,
  { school, erasure, held, day }: Unnamed,
  { tenantEnd }: Agreement,
): Promise<void> {
  if (tenantEnd.unnamedAudit === 'none') return
  const row = { school_id: school, happened_on: day, action: 'erased' as const, gone_by: addPeriod(day, 'P60M') }
  const rows = (['pupil', 'staff'] as const).flatMap((kind) =>
    Array.from({ length: held[kind] ?? 0 }, () => ({ ...row, erasure, rule: 'contractEnd', kind })),
  )
  // Seven parameters a row, and a statement has room for some 65,000.
  for (let start = 0; start < rows.length; start += ROWS_A_STATEMENT)
    await trx
      .insertInto('unnamed_audit')
      .values(rows.slice(start, start + ROWS_A_STATEMENT))
      .execute()
}

const ROWS_A_STATEMENT = 5_000

async function unnamedRows(db: Kysely<ControlDatabase>, school: string) {
  const { count, until } = await db
    .selectFrom('unnamed_audit')
    .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.max('gone_by').as('until')])
    .where('school_id', '=', school)
    .executeTakeFirstOrThrow()
  return { count, until }
}
