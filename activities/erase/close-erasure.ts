import { londonDay } from '../../agreement/calendar.js'
import { addPeriod } from '../../agreement/retention/days.js'
import type { Kysely, Transaction } from 'kysely'
import { recordAct } from '../../db/control/audit.js'
import { findCertificate } from '../../db/control/certificate.js'
import type { ControlDatabase } from '../../db/control/database.js'
import type { SchoolDatabase } from '../../db/school/database.js'
import { loadTerms } from '../collect/terms.js'
import type { ActivityDependencies } from '../dependencies.js'
import { asFailure } from '../failures.js'
import { issueCertificate } from '../prove/issue-certificate.js'
import { certificateOf, isOfPerson } from './certificate-of.js'
import type { Line, PersonLine } from './certificate-of.js'

export interface CloseErasureInput {
  readonly school: string
  readonly erasure: string
  /** The workflow's time after the deed. */
  readonly erasedAt: string
}

export interface CloseErasureActivities {
  /** Issues the certificate of an erasure, with the un-named audit where the agreement keeps one, and writes when it was done. Repeatable. Answers how many went. */
  closeErasure(input: CloseErasureInput): Promise<number>
}

export function closeErasureActivities(deps: ActivityDependencies): CloseErasureActivities {
  return {
    closeErasure: (input) =>
      close(deps, input).catch((error: unknown) => {
        throw asFailure(error)
      }),
  }
}

async function close(deps: ActivityDependencies, { school, erasure, erasedAt }: CloseErasureInput): Promise<number> {
  const terms = await loadTerms(deps, school)
  const { db } = await deps.schools.open(school)
  // Lines of an erasure that began and was never closed are closed with this one: their people are gone as well.
  const lines = await openLines(db)
  if (lines.length === 0) return 0
  // The proof first: an attempt that dies in between finds the lines open again, and the certificate issued.
  await deps.control.transaction().execute(async (trx) => {
    if (await findCertificate(trx, erasure)) return
    const instruction = await acceptanceOf(trx, school)
    const body = certificateOf(terms, { id: erasure, erasedAt, instruction, lines })
    await issueCertificate(trx, deps.signer, body)
    const at = new Date(erasedAt)
    const act = { school, act: 'erase', by: 'termkeeper', right: 'acceptance', instruction }
    await recordAct(trx, { ...act, version: terms.agreement.version, at, counts: countsOf(lines) })
    if (terms.agreement.tenantEnd.unnamedAudit !== 'none')
      await keepUnnamed(trx, school, lines.filter(isOfPerson), londonDay(erasedAt))
  })
  await db
    .updateTable('erasure_line')
    .set({ erased_at: new Date(erasedAt) })
    .where('erased_at', 'is', null)
    .execute()
  return lines.length
}

async function openLines(db: Kysely<SchoolDatabase>): Promise<readonly Line[]> {
  return db
    .selectFrom('erasure_line')
    .select(['erasure', 'receipt', 'rule', 'kind', 'due_at as dueAt', 'held'])
    .where('erased_at', 'is', null)
    .execute()
}

/** What nobody asked for tonight rests on the acceptance in force (R11). */
async function acceptanceOf(trx: Transaction<ControlDatabase>, school: string): Promise<number> {
  const { instruction } = await trx
    .selectFrom('acceptance')
    .select('instruction')
    .where('school_id', '=', school)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return instruction
}

function countsOf(lines: readonly Line[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { kind, held } of lines) {
    counts[kind] = (counts[kind] ?? 0) + 1
    if (held['attendance']) counts['attendance'] = (counts['attendance'] ?? 0) + held['attendance']
  }
  return counts
}

async function keepUnnamed(
  trx: Transaction<ControlDatabase>,
  school: string,
  lines: readonly PersonLine[],
  day: string,
): Promise<void> {
  const row = { school_id: school, happened_on: day, action: 'erased' as const, gone_by: addPeriod(day, 'P60M') }
  if (lines.length === 0) return
  await trx
    .insertInto('unnamed_audit')
    .values(lines.map(({ erasure, rule, kind }) => ({ ...row, erasure, rule, kind })))
    .execute()
}
