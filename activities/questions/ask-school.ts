import { londonDay } from '../../agreement/calendar.js'
import type { ControlDatabase } from '../../db/control/database.js'
import { queueNotice } from '../../db/control/notice.js'
import { findSchool } from '../../db/control/school.js'
import type { School } from '../../db/control/school.js'
import { dueQuestions, dueReminders, noteAsked, noteReminded } from '../../db/school/question.js'
import type { Due, DueQuestions } from '../../db/school/question.js'
import { lapse, ownQuestions, raiseQuestion } from '../../db/school/school-question.js'
import { schoolTransaction } from '../../db/school/transaction.js'
import type { OpenSchool } from '../../db/school/pools.js'
import type { Transaction } from 'kysely'
import type { ActivityDependencies } from '../dependencies.js'
import { asFailure, failure } from '../failures.js'
import { keepSchoolTimes } from '../time/keep-school-times.js'
import { hasCome, questionsAhead } from './own-questions.js'
import { isSilent } from './school-silent.js'

export interface AskActivities {
  /** Asks a school what is to be asked of it by `at`, and reminds it; answers how many notices that took. Asked twice, it asks once. */
  askSchool(input: { readonly school: string; readonly at: string }): Promise<number>
}

type Needs = Pick<ActivityDependencies, 'control' | 'schools'>

export function askActivities(deps: Needs): AskActivities {
  return {
    askSchool: ({ school, at }) =>
      ask(deps, school, new Date(at)).catch((error: unknown) => {
        throw asFailure(error)
      }),
  }
}

/**
 * Notices first, then the note that it was asked: an attempt that dies in between finds the same to ask, and its notices queued under the same
 * names. Last, when to look again.
 */
async function ask(deps: Needs, id: string, at: Date): Promise<number> {
  const { control, schools } = deps
  const school = await findSchool(control, id)
  if (!school) throw failure('SchoolUnknown')
  const opened = await schools.open(id)
  await raiseOwn(deps, school, opened, at)
  const today = londonDay(at)
  const questions = await dueQuestions(opened.db, today)
  const reminders = await dueReminders(opened.db, today)
  const queued = await control.transaction().execute((trx) => tell(trx, { school, questions, reminders, today, at }))
  await schoolTransaction(opened.pool, async ({ db }) => {
    for (const { ids } of questions) await noteAsked(db, ids, { today, at })
    await noteReminded(db, reminders.ids, today)
  })
  await keepSchoolTimes(deps, id, at)
  return queued
}

/** Raises what the school is asked about itself from today on, and lets go what need not be answered any more. */
async function raiseOwn({ control }: Needs, school: School, { pool }: OpenSchool, at: Date): Promise<void> {
  const silent = school.phase !== 'ending' && (await isSilent(control, school))
  await schoolTransaction(pool, async ({ db }) => {
    await lapse(db, 'contractEnds', school.contract.endsOn ?? null)
    // Read since, or its end taken back: whatever was asked is about nothing any more.
    if (school.unread_ends_on === null) await lapse(db, 'noWholeRead')
    const ahead = questionsAhead(school, await ownQuestions(db), at).filter((question) => hasCome(question, at))
    for (const question of ahead) if (question.kind !== 'noWholeRead' || silent) await raiseQuestion(db, question)
  })
}

interface Telling {
  readonly school: School
  readonly questions: readonly DueQuestions[]
  readonly reminders: Due
  readonly today: string
  readonly at: Date
}

async function tell(trx: Transaction<ControlDatabase>, telling: Telling): Promise<number> {
  const { school, questions, reminders, today, at } = telling
  let queued = 0
  for (const { kind, ids, dueOn, before } of questions) {
    // Named by how many were asked on this day before, so that what comes up later in the day is told as well.
    const once = `${kind} ${today} ${before}`
    const facts = { question: kind, count: ids.length, dueOn }
    const notice = { school: school.id, to: 'main', kind: 'questionsAsked', facts, at, once } as const
    if (await queueNotice(trx, notice)) queued += 1
    if (kind === 'noWholeRead')
      await trx.updateTable('school').set({ unread_ends_on: dueOn }).where('id', '=', school.id).execute()
  }
  const facts = { count: reminders.ids.length, reviewBy: reminders.dueOn }
  const once = `${today} ${reminders.before}`
  const reminder = { school: school.id, to: 'data', kind: 'staysToReview', facts, at, once } as const
  if (reminders.ids.length > 0 && (await queueNotice(trx, reminder))) queued += 1
  return queued
}
