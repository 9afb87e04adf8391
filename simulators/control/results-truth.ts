import { json } from '../http/answer.js'
import { resultsUntil } from '../model/results/results-until.js'
import { everybody } from '../wonde/assessment/results.js'
import type { Answer } from '../http/answer.js'
import type { SimulatedSchool } from '../world/simulated-school.js'
import type { World } from '../world/world.js'

/** What the mark book says now: of everybody, guests and leavers included. */
export function resultsTruth(world: World, school: SimulatedSchool): Answer {
  const roster = school.rosterOn(world.today())
  const results = resultsUntil(school.model.plan.seed, everybody(roster), roster.day)
  const data = results.map(({ pupil, aspect, set, value }) => ({
    misId: pupil.misId,
    aspect: aspect.name,
    resultSet: set.name,
    date: set.day,
    value,
  }))
  return json(200, { data })
}
