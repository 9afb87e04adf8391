import { json } from '../../http/answer.js'
import { resultsUntil } from '../../model/results/results-until.js'
import { cutPage } from '../paging/cut-page.js'
import { calendarDate, instantDate } from '../printing/dates.js'
import { updatedWithin } from '../lists/updated-within.js'
import { wondeId } from '../wonde-id.js'
import { aspectId, aspectObject } from './aspects.js'
import { resultSetId, resultSetObject } from './result-sets.js'
import type { Answer } from '../../http/answer.js'
import type { SimulatorRequest } from '../../http/request.js'
import type { Result } from '../../model/results/results-until.js'
import type { RosterWithEvents } from '../../events/roster-after.js'
import type { Scene } from '../scene.js'

/** `assessment/results`: one result of one pupil a row, of those on roll and of leavers, narrowed by `aspect_id`. */
export function resultList(scene: Scene, request: SimulatorRequest): Answer {
  const { query } = request
  const asked = query.get('aspect_id')
  const own = resultsOf(scene).filter(({ aspect }) => asked === null || aspectId(aspect.number, scene.seed) === asked)
  const page = cutPage(updatedWithin(own, query), request, 'results')
  const includes = new Set((query.get('include') ?? '').split(','))
  const data = page.rows.map((result) => printed(result, scene, includes))
  return json(200, { data, meta: { pagination: page.pagination, includes: ['aspect', 'resultset', 'student'] } })
}

// Every aspect is a walk of its own, page by page. Kept by roster, which is another object after every event and every day.
const known = new WeakMap<RosterWithEvents, readonly Result[]>()

function resultsOf({ roster, seed }: Scene): readonly Result[] {
  const found = known.get(roster) ?? resultsUntil(seed, everybody(roster), roster.day)
  known.set(roster, found)
  return found
}

/** Leavers are in the mark book as well; who stands in both lists stands in it once. */
export function everybody({ pupils, leavers }: Pick<RosterWithEvents, 'pupils' | 'leavers'>) {
  const byNumber = new Map([...leavers, ...pupils].map((pupil) => [pupil.number, pupil]))
  return [...byNumber.values()].sort((one, other) => one.number - other.number)
}

function printed(
  { number, pupil, aspect, set, value, createdAt, updatedAt }: Result,
  { seed }: Scene,
  includes: ReadonlySet<string>,
) {
  const student = wondeId('students', pupil.number, seed)
  const relation = (name: string, id: string, whole: () => object) => (includes.has(name) ? { data: whole() } : id)
  return {
    id: `A${number}`,
    mis_id: String(number),
    result: value,
    result_date: calendarDate(set.day),
    comment: `${pupil.forename} tried hard.`,
    student: relation('student', student, () => ({ id: student, forename: pupil.forename, surname: pupil.surname })),
    aspect: relation('aspect', aspectId(aspect.number, seed), () => aspectObject(aspect, seed)),
    resultset: relation('resultset', resultSetId(set.number, seed), () => resultSetObject(set, seed)),
    created_at: instantDate(createdAt),
    updated_at: instantDate(updatedAt),
  }
}
