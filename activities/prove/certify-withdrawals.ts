import type { Kysely, Transaction } from 'kysely'
import { recordAct } from '../../db/control/audit.js'
import { findCertificate } from '../../db/control/certificate.js'
import type { ControlDatabase } from '../../db/control/database.js'
import { closeItemLines, openItemLines } from '../../db/school/item-line.js'
import type { ItemLine } from '../../db/school/item-line.js'
import type { CertificateBody } from '../../proof/certificate-body.js'
import { loadTerms } from '../collect/terms.js'
import type { Terms } from '../collect/terms.js'
import type { ActivityDependencies } from '../dependencies.js'
import { asFailure } from '../failures.js'
import { itemStores, itemsHeld } from '../erase/certificate-of.js'
import { issueCertificate } from './issue-certificate.js'

export interface CertifyWithdrawalsInput {
  readonly school: string
  readonly grantVersion: number
  /** The workflow's time after the deed. */
  readonly strippedAt: string
}

export interface CertifyWithdrawalsActivities {
  /** Issues a certificate for each withdrawal of an item for everybody that was carried out, and notes up to which grant. Repeatable. */
  certifyWithdrawals(input: CertifyWithdrawalsInput): Promise<void>
}

export function certifyWithdrawalsActivities(deps: ActivityDependencies): CertifyWithdrawalsActivities {
  return {
    certifyWithdrawals: (input) =>
      certifyAll(deps, input).catch((error: unknown) => {
        throw asFailure(error)
      }),
  }
}

async function certifyAll(
  deps: ActivityDependencies,
  { school, grantVersion, strippedAt }: CertifyWithdrawalsInput,
): Promise<void> {
  const { db } = await deps.schools.open(school)
  const lines = await openItemLines(db, 'everybody')
  if (lines.length > 0) {
    const terms = await loadTerms(deps, school)
    for (const erasure of new Set(lines.map((line) => line.erasure))) {
      await certify(deps, terms, { erasure, strippedAt, lines: lines.filter((line) => line.erasure === erasure) })
      await closeItemLines(db, erasure, new Date(strippedAt))
    }
  }
  await deps.control.updateTable('school').set({ stripped_version: grantVersion }).where('id', '=', school).execute()
}

interface Carried {
  readonly erasure: string
  readonly strippedAt: string
  readonly lines: readonly ItemLine[]
}

async function certify(deps: ActivityDependencies, terms: Terms, carried: Carried): Promise<void> {
  const school = terms.school.id
  await deps.control.transaction().execute(async (trx) => {
    if (await findCertificate(trx, carried.erasure)) return
    const instruction = await instructionOf(trx, school, carried.lines[0]?.instruction ?? null)
    await issueCertificate(trx, deps.signer, bodyOf(terms, carried, instruction))
    const counts = { item: carried.lines.length, held: carried.lines.reduce((sum, { held }) => sum + held, 0) }
    const act = { school, act: 'erase', by: 'termkeeper', right: instruction.act, instruction: instruction.number }
    await recordAct(trx, { ...act, version: terms.agreement.version, at: new Date(carried.strippedAt), counts })
  })
}

type Instruction = CertificateBody['instruction']

/** The withdrawal itself (R11). What nobody withdrew and is not granted all the same goes on the acceptance. */
async function instructionOf(
  trx: Transaction<ControlDatabase> | Kysely<ControlDatabase>,
  school: string,
  number: number | null,
): Promise<Instruction> {
  const row = await trx
    .selectFrom('instruction')
    .select(['number', 'act', 'given_role as right'])
    .where('school_id', '=', school)
    .$if(number !== null, (query) => query.where('number', '=', number ?? 0))
    .$if(number === null, (query) => query.where('act', '=', 'accept'))
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return row
}

function bodyOf(
  { school, agreement }: Terms,
  { erasure, strippedAt, lines }: Carried,
  instruction: Instruction,
): CertificateBody {
  const due = Math.min(...lines.map(({ dueAt }) => dueAt.getTime()))
  return {
    id: erasure,
    kind: 'erasure',
    school: { id: school.id, name: school.name },
    controller: school.controller.name,
    agreement: { id: agreement.id, version: agreement.version },
    instruction,
    held: itemsHeld(lines),
    stores: itemStores,
    receipts: [],
    times: { erased: strippedAt },
    deadline: new Date(due).toISOString(),
    lateBySeconds: Math.max(0, Math.ceil((Date.parse(strippedAt) - due) / 1000)),
    remains: [],
  }
}
