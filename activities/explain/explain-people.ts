import { asked as askedPerson } from '../../agreement/explain/explanation.js'
import { destroyOver, keepAnswer, nextExplaining, openUnanswered } from '../../db/school/explain/explanation.js'
import { lockSchool } from '../../db/control/school.js'
import { beating } from '../beat.js'
import { openSchoolKeys } from '../collect/school-keys.js'
import { loadTerms } from '../collect/terms.js'
import type { ActivityDependencies } from '../dependencies.js'
import { asFailure } from '../failures.js'
import { answerTo } from './answer.js'

export interface ExplainActivities {
  /**
   * Answers what a school asked about single people, and destroys what was asked an hour ago. Whom it is about, and what it is told, lies sealed
   * in the school's database: neither is in what goes in here or comes out. Answers how many questions were answered.
   */
  explainPeople(input: { readonly school: string; readonly at: string }): Promise<number>
}

export function explainActivities(deps: ActivityDependencies): ExplainActivities {
  return {
    explainPeople: ({ school, at }) =>
      beating(() => explainAll(deps, school, new Date(at))).catch((error: unknown) => {
        throw asFailure(error)
      }),
  }
}

/** One after the other, each kept before the next is looked at: an attempt that dies leaves those that are left to the next. */
async function explainAll(deps: ActivityDependencies, school: string, at: Date): Promise<number> {
  await destroyOver(deps, school, at)
  const waiting = await openUnanswered(deps, school)
  if (waiting.length > 0) {
    const [terms, keys] = await Promise.all([loadTerms(deps, school), openSchoolKeys(deps.keyring, school)])
    for (const { id, asked } of waiting) {
      const answer = await answerTo(deps, { terms, keys, at, asked: askedPerson.parse(JSON.parse(asked)) })
      await keepAnswer(deps, school, { id, answer: JSON.stringify(answer) })
    }
  }
  await keepTime(deps, school)
  return waiting.length
}

/** Under the lock that asking takes too: what is asked meanwhile is not slept over. */
async function keepTime({ control, schools }: ActivityDependencies, id: string): Promise<void> {
  const { db } = await schools.open(id)
  await control.transaction().execute(async (trx) => {
    await lockSchool(trx, id)
    const next = await nextExplaining(db)
    await trx.updateTable('school').set({ explain_at: next }).where('id', '=', id).execute()
  })
}
