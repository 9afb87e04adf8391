import { MockActivityEnvironment } from '@temporalio/testing'
import { londonDay } from '../../../agreement/calendar.js'
import { closeErasureActivities } from '../../../activities/erase/close-erasure.js'
import { eraseBatchActivities } from '../../../activities/erase/erase-batch.js'
import { lifeActivities } from '../../../activities/life/life.js'
import { askActivities } from '../../../activities/questions/ask-school.js'
import { retentionPolicy } from '../../../agreement/agreement.js'
import { decideFor } from '../../../activities/time/decide.js'
import { retimeActivities } from '../../../activities/time/retime-school.js'
import { findAgreement } from '../../../db/control/agreement-version.js'
import { findSchool } from '../../../db/control/school.js'
import { knownPeople } from '../../../db/school/time/known-people.js'
import { retime } from '../../../db/school/time/retime.js'
import { schoolTransaction } from '../../../db/school/transaction.js'
import type { buildDependencies } from '../../../workers/dependencies.js'
import { startApi } from '../../api/api-under-test.js'
import { fillSchool } from '../../api/filled-school.js'
import type { FilledSchool } from '../../api/filled-school.js'

const DAY_MS = 24 * 3_600_000

export type AskedSchools = Awaited<ReturnType<typeof startAsking>>

/** The API on a clock of the test's, and the lifecycle's steps done by hand, day by day, as its workflow does them. */
export async function startAsking() {
  const clock = { now: new Date() }
  let built: Awaited<ReturnType<typeof buildDependencies>> | undefined
  const api = await startApi((deps) => {
    built = deps
    return { clock: () => clock.now }
  })
  if (!built) throw new Error('The API was built without its dependencies.')
  const deps = built
  const acting = <Result>(work: () => Promise<Result>) => new MockActivityEnvironment().run(work)

  /** Does what the lifecycle would until it rests or would read; answers what that was, and until when it would rest. */
  async function look(
    school: string,
  ): Promise<{ readonly done: readonly string[]; readonly wakeAt: string | undefined }> {
    const done: string[] = []
    for (;;) {
      const at = clock.now.toISOString()
      const step = await lifeActivities(deps.control, async () => undefined).next({ school, at })
      if (step.do === 'ask') await askActivities(deps).askSchool({ school, at })
      else if (step.do === 'retime') await acting(() => retimeActivities(deps).retimeSchool({ school, at }))
      else if (step.do === 'erase') {
        await acting(() => eraseBatchActivities(deps).eraseDuePeople({ school, erasure: step.erasure, at }))
        await closeErasureActivities(deps).closeErasure({ school, of: 'people', erasedAt: at })
      } else return { done, wakeAt: step.status.wakeAt }
      done.push(step.do)
    }
  }
  return {
    api,
    deps,
    clock,
    look,
    school: () => fillSchool(api),
    /** Looks at noon of each day for which the lifecycle would wake by itself, up to and with this one. */
    liveUntil: async (school: string, day: string) => {
      for (;;) {
        const { wakeAt } = await look(school)
        const wakes = wakeAt === undefined ? day : londonDay(wakeAt)
        if (londonDay(clock.now) >= day) return
        const tomorrow = londonDay(new Date(clock.now.getTime() + DAY_MS))
        const next = [tomorrow, wakes].sort()[1] ?? day
        clock.now = new Date(`${next < day ? next : day}T12:00:00Z`)
      }
    },
    /** What a read of new facts does with dates and questions. */
    retime: async ({ school: id, ids }: FilledSchool) => {
      const school = await findSchool(deps.control, id)
      const agreement = school && (await findAgreement(deps.control, school.agreement_id, 1))
      if (!school || !agreement) throw new Error('The school has no agreement.')
      const { pool } = await deps.schools.open(id)
      await schoolTransaction(pool, async (trx) => {
        const people = await knownPeople(trx.db, (keys) => deps.keyring.openKeys(id, keys), ids.pupils)
        await retime(trx, people, {
          decide: decideFor(school, { first: retentionPolicy(agreement), changes: [] }, clock.now),
          at: clock.now,
          because: 'run',
        })
      })
      await deps.control.updateTable('school').set({ next_ask_at: clock.now }).where('id', '=', id).execute()
    },
    /** What was written to whom, oldest first: day, addressee, facts. */
    notices: async (school: string) => {
      const rows = await deps.control
        .selectFrom('notice')
        .select(['queued_at', 'addressee', 'kind', 'facts'])
        .where('school_id', '=', school)
        .where('kind', 'in', ['questionsAsked', 'staysToReview'])
        .orderBy('number')
        .execute()
      return rows.map(({ queued_at, addressee, facts }) => [
        queued_at.toISOString().slice(0, 10),
        addressee,
        ...Object.values(facts),
      ])
    },
    questions: async ({ path }: FilledSchool, query = '') =>
      (await api.call('school', 'GET', path(`/questions${query}`))).body.data,
    answer: (role: 'school' | 'head', { path }: FilledSchool, id: string, body: object) =>
      api.call(role, 'POST', path(`/questions/${id}/answer`), body),
    change: (school: string, to: Record<string, unknown>) =>
      deps.control.updateTable('school').set(to).where('id', '=', school).execute(),
    stop: () => api.stop(),
  }
}
