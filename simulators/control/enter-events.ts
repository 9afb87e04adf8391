import { json, problem } from '../http/answer.js'
import { isRecord, listOf } from '../json.js'
import { firstMisId, misIdNow } from '../events/change-mis.js'
import { newcomerMisId } from '../events/newcomer.js'
import { isEventProblem, readEvent } from '../events/read-event.js'
import { rosterOn } from '../model/roster.js'
import type { SchoolEvent } from '../events/school-event.js'
import type { Answer } from '../http/answer.js'
import type { SimulatedSchool } from '../world/simulated-school.js'
import type { World } from '../world/world.js'

/** Lets events happen at a school, all of them or, if one is wrong, none. */
export function enterEvents(world: World, school: SimulatedSchool, body: unknown): Answer {
  const sent = listOf(isRecord(body) ? body['events'] : undefined)
  if (sent.length === 0) return problem(400, '"events" is a list of events.')
  const personOf = personFinder(world, school)
  const { mis } = school.rosterOn(world.today())
  const read: SchoolEvent[] = []
  for (const one of sent) {
    const joinedBefore = school.joined() + read.filter((event) => event.do === 'join').length
    const event = readEvent(one, { now: world.now(), joinedBefore, personOf: (misId) => personOf(misId, joinedBefore) })
    if (isEventProblem(event)) return problem(event.status, event.sentence)
    const shown = event.do !== 'join' && event.do !== 'changeMis'
    read.push(shown ? { ...event, misId: firstMisId(event.misId, mis) } : event)
  }
  school.add(read)
  world.save()
  const entered = read.map(({ do: kind, misId, on }) =>
    kind === 'changeMis' ? { do: kind, on } : { do: kind, misId: misIdNow(misId, mis), on },
  )
  return json(200, { data: { events: entered } })
}

/** Who bears a MIS id, among everybody the MIS lists today, as deleted too, everybody who came by an event, and who is kept from every list. */
function personFinder(world: World, school: SimulatedSchool) {
  const { pupils, leavers, preAdmission, staff, deletions, mis } = school.rosterOn(world.today())
  const deleted = (of: string) => deletions.filter(({ type }) => type === of)
  const pupilIds = new Set([...pupils, ...leavers, ...preAdmission, ...deleted('student')].map(({ misId }) => misId))
  const staffIds = new Set([...staff, ...deleted('employee')].map(({ misId }) => misId))
  return (misId: string, joined: number): 'pupil' | 'staff' | undefined => {
    const came = Array.from({ length: joined }, (_, index) => misIdNow(newcomerMisId(index), mis)).includes(misId)
    if (came || pupilIds.has(misId)) return 'pupil'
    if (staffIds.has(misId)) return 'staff'
    const first = firstMisId(misId, mis)
    return optedOut(school, first) ? kindOf(world, school, first) : undefined
  }
}

function optedOut(school: SimulatedSchool, first: string): boolean {
  return school.saved().events.some((event) => event.do === 'optOut' && event.misId === first)
}

function kindOf(world: World, school: SimulatedSchool, first: string): 'pupil' | 'staff' {
  return rosterOn(school.model, world.today()).staff.some(({ misId }) => misId === first) ? 'staff' : 'pupil'
}
