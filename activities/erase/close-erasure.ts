import { londonDay } from '../../agreement/calendar.js'
import { addPeriod } from '../../agreement/retention/days.js'
import type { Kysely, Transaction } from 'kysely'
import { latestAcceptance } from '../../db/control/acceptance.js'
import { recordAct } from '../../db/control/audit.js'
import { findCertificate } from '../../db/control/certificate.js'
import type { ControlDatabase } from '../../db/control/database.js'
import { lockSchool } from '../../db/control/school.js'
import { standingTermination } from '../../db/control/termination.js'
import type { SchoolDatabase } from '../../db/school/database.js'
import { closeItemLines, openItemLines } from '../../db/school/item-line.js'
import { loadTerms } from '../collect/terms.js'
import type { Terms } from '../collect/terms.js'
import type { ActivityDependencies } from '../dependencies.js'
import { asFailure } from '../failures.js'
import { issueCertificate } from '../prove/issue-certificate.js'
import { certificateOf, isOfPerson } from './certificate-of.js'
import type { Line } from './certificate-of.js'

export interface CloseErasureInput {
  readonly school: string
  /** What was erased. Lines of the other that are open may be of an erasure that has only begun. */
  readonly of: 'people' | 'attendanceYears'
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

async function close(deps: ActivityDependencies, { school, of, erasedAt }: CloseErasureInput): Promise<number> {
  const { db } = await deps.schools.open(school)
  const [open, items] = await Promise.all([openLines(db), of === 'people' ? openItemLines(db, 'single people') : []])
  const lines = open.filter((line) => isOfPerson(line) === (of === 'people'))
  if (lines.length + items.length === 0) return 0
  const terms = await loadTerms(deps, school)
  // One that began and was never closed is closed with this one, since what it took is gone as well; under its own id, since an attempt
  // that died after its proof must not be proven a second time.
  for (const erasure of new Set([...lines, ...items].map((line) => line.erasure).sort())) {
    const ofIt = (line: { readonly erasure: string }) => line.erasure === erasure
    await prove(deps, terms, { id: erasure, erasedAt, lines: lines.filter(ofIt), items: items.filter(ofIt) })
    await closeLines(db, erasure, new Date(erasedAt))
    await closeItemLines(db, erasure, new Date(erasedAt))
  }
  return lines.length + items.length
}

type Taken = Omit<Parameters<typeof certificateOf>[1], 'instruction'>

/** The proof first: an attempt that dies before its lines are closed finds them open again, and the certificate issued. */
async function prove(deps: ActivityDependencies, terms: Terms, taken: Taken): Promise<void> {
  const school = terms.school.id
  await deps.control.transaction().execute(async (trx) => {
    // Whoever is in the certificate of the school's end, counted when its keys began to go, is in no second one.
    await lockSchool(trx, school)
    if ((await standingTermination(trx, school))?.keys_go_at) return
    if (await findCertificate(trx, taken.id)) return
    // What nobody asked for tonight rests on the acceptance in force (R11).
    const { instruction } = await latestAcceptance(trx, school)
    await issueCertificate(trx, deps.signer, certificateOf(terms, { ...taken, instruction }))
    const at = new Date(taken.erasedAt)
    const act = { school, act: 'erase', by: 'termkeeper', right: 'acceptance', instruction }
    await recordAct(trx, { ...act, version: terms.agreement.version, at, counts: countsOf(taken) })
    if (terms.agreement.tenantEnd.unnamedAudit !== 'none')
      await keepUnnamed(trx, school, taken, londonDay(taken.erasedAt))
  })
}

async function closeLines(db: Kysely<SchoolDatabase>, erasure: string, at: Date): Promise<void> {
  await db
    .updateTable('erasure_line')
    .set({ erased_at: at })
    .where('erasure', '=', erasure)
    .where('erased_at', 'is', null)
    .execute()
}

async function openLines(db: Kysely<SchoolDatabase>): Promise<readonly Line[]> {
  return db
    .selectFrom('erasure_line')
    .select(['erasure', 'receipt', 'rule', 'kind', 'due_at as dueAt', 'held'])
    .where('erased_at', 'is', null)
    .execute()
}

function countsOf({ lines, items }: Taken): Record<string, number> {
  const counts: Record<string, number> = items.length === 0 ? {} : { item: items.length }
  for (const { kind, held } of lines) {
    counts[kind] = (counts[kind] ?? 0) + 1
    if (held['attendance']) counts['attendance'] = (counts['attendance'] ?? 0) + held['attendance']
  }
  return counts
}

async function keepUnnamed(
  trx: Transaction<ControlDatabase>,
  school: string,
  { id: erasure, lines, items }: Taken,
  day: string,
): Promise<void> {
  const row = { school_id: school, happened_on: day, action: 'erased' as const, gone_by: addPeriod(day, 'P60M') }
  const told = [...lines.filter(isOfPerson), ...items.map(itemOfPupil)]
  if (told.length === 0) return
  await trx
    .insertInto('unnamed_audit')
    .values(told.map(({ rule, kind }) => ({ ...row, erasure, rule, kind })))
    .execute()
}

const itemOfPupil = () => ({ rule: 'itemWithdrawn', kind: 'pupil' as const })
