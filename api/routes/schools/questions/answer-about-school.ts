import type { Transaction } from 'kysely'
import type { ControlDatabase } from '../../../../db/control/database.js'
import { instruct } from '../../../../db/control/instruction.js'
import type { Principal } from '../../../../db/control/principal.js'
import { lockSchool } from '../../../../db/control/school.js'
import type { School } from '../../../../db/control/school.js'
import { standingTermination } from '../../../../db/control/termination.js'
import { askingOf, noteAnswer } from '../../../../db/school/question.js'
import type { Question } from '../../../../db/school/question.js'
import { schoolTransaction } from '../../../../db/school/transaction.js'
import type { SchoolTransaction } from '../../../../db/school/transaction.js'
import type { ApiDependencies } from '../../../dependencies.js'
import { Problem, notFound } from '../../../problem.js'
import { changedContract } from '../settings/change-contract.js'

export interface Answering {
  readonly school: string
  readonly question: Question
  readonly answer: string
  /** The last day of a contract that is renewed. */
  readonly until?: string | undefined
  readonly by: Principal
}

/** Carries out an answer that is not about a pupil who is held, and notes it; the instruction is written first and committed last. */
export async function answerAboutSchool(deps: ApiDependencies, answering: Answering): Promise<void> {
  const { control, schools, clock } = deps
  const { pool } = await schools.open(answering.school)
  const at = clock()
  await control.transaction().execute(async (trx) => {
    const school = await lockSchool(trx, answering.school)
    if (!school) throw notFound()
    const contract = await contractAfter(trx, school, answering, at)
    const instruction = await instruct(trx, school.id, 'answer', answering.by, at)
    const open = await schoolTransaction(pool, (own) => note(own, answering, instruction, at))
    await trx
      .updateTable('school')
      .set({
        open_questions: open,
        next_ask_at: at,
        contract: JSON.stringify(contract),
        ...(answering.question.kind === 'noWholeRead' && { unread_ends_on: null }),
        // Only a whole read compares everybody.
        ...(answering.question.kind === 'idReused' && { read_mark: null }),
      })
      .where('id', '=', school.id)
      .execute()
  })
}

async function note(trx: SchoolTransaction, { question, answer }: Answering, instruction: number, at: Date) {
  // The next whole read takes the person in, as somebody new.
  if (question.person_hmac !== null)
    await trx.db.deleteFrom('tombstone').where('person_hmac', '=', question.person_hmac).execute()
  if (!(await noteAnswer(trx.db, question.id, { answer, at, instruction }))) throw answeredAlready()
  return (await askingOf(trx.db)).open
}

export const answeredAlready = () =>
  new Problem('out-of-order', 'This question is answered already, or there is nothing to answer any more.')

async function contractAfter(
  trx: Transaction<ControlDatabase>,
  { id, contract }: School,
  { answer, until, by }: Answering,
  at: Date,
): Promise<School['contract']> {
  if (answer !== 'renew') return contract
  if (by.role !== 'head') throw new Problem('not-allowed', 'Only the head renews the contract.')
  if (until === undefined) throw fault('required', 'Say `until` which day the contract goes on.')
  if (contract.endsOn !== undefined && until <= contract.endsOn)
    throw fault('notLater', 'A renewal ends later than the contract does now; a shorter one is a setting.')
  if ((await standingTermination(trx, id))?.keys_go_at)
    throw new Problem('out-of-order', 'It is too late to renew: keys are being destroyed, or are gone.')
  return changedContract(contract, { endsOn: until }, at, 'body/until')
}

const fault = (code: string, sentence: string) =>
  new Problem('invalid-request', sentence, [{ path: 'body/until', code }])
