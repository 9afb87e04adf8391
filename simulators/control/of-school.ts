import { json, problem } from '../http/answer.js'
import { isRecord, textsOf } from '../json.js'
import { marksBetween } from '../model/attendance/marks-between.js'
import { dayOf } from '../model/calendar.js'
import { isOnRoll } from '../model/pupils/pupil.js'
import { instantOf } from '../world/world.js'
import { everything, readShown } from '../world/shown.js'
import { readVariant } from '../oneroster/read-variant.js'
import { playVariant, variantOf } from '../oneroster/variant.js'
import { isPermission } from '../wonde/permissions.js'
import { isXporterScope } from '../xporter/access/scope-names.js'
import { readHabits } from '../xporter/habits.js'
import { enterEvents } from './enter-events.js'
import { resultsTruth } from './results-truth.js'
import { schoolFacts } from './school-facts.js'
import { truth } from './truth.js'
import type { Answer } from '../http/answer.js'
import type { SimulatorRequest } from '../http/request.js'
import type { SimulatedSchool } from '../world/simulated-school.js'
import type { World } from '../world/world.js'
import type { SchoolsHabits } from '../xporter/habits.js'
import type { SchoolParts } from './school-facts.js'

/** What the control plane says of, and does to, one school. */
export function ofSchool(
  parts: SchoolParts,
  id: string,
  act: string | undefined,
  request: SimulatorRequest,
  body: unknown,
): Answer {
  const { world, habits } = parts
  const school = world.school(id)
  if (!school) return problem(404, 'No simulated school has that id.')
  switch (`${request.method} ${act ?? ''}`) {
    case 'GET ':
      return json(200, { data: schoolFacts(parts, school, request.host) })
    case 'GET truth':
      return truthAt(world, school, request.query.get('at'))
    case 'GET attendance':
      return attendanceTruth(world, school, request.query)
    case 'GET results':
      return resultsTruth(world, school)
    case 'POST events':
      return enterEvents(world, school, body)
    case 'DELETE events':
      school.forget()
      world.save()
      return json(200, { data: { events: [] } })
    case 'GET permissions':
      return json(200, { data: { denied: school.scopes().denied } })
    case 'PUT permissions':
      return setPermissions(world, school, body)
    case 'GET shown':
      return json(200, { data: school.shown() })
    case 'PUT shown':
      return setShown(school, body)
    case 'DELETE shown':
      school.show(everything)
      return json(200, { data: everything })
    case 'GET habits':
      return json(200, { data: habits.of(id) })
    case 'PUT habits':
      return setHabits(habits, id, body)
    case 'GET oneroster':
      return json(200, { data: variantOf(school) })
    case 'PUT oneroster':
      return setVariant(school, body)
    default:
      return problem(
        404,
        'A simulated school has truth, attendance, results, events, permissions, shown, habits and oneroster.',
      )
  }
}

function truthAt(world: World, school: SimulatedSchool, at: string | null): Answer {
  if (at !== null && Number.isNaN(Date.parse(at))) return problem(400, '"at" is an instant or a day.')
  const day = at === null ? world.today() : dayOf(instantOf(at))
  return { status: 200, body: truth(school.rosterOn(day)) }
}

function attendanceTruth(world: World, school: SimulatedSchool, query: URLSearchParams): Answer {
  const [from, to] = [query.get('from'), query.get('to')]
  if (from === null || to === null) return problem(400, '"from" and "to" are days, YYYY-MM-DD.')
  const roster = school.rosterOn(world.today())
  const onRoll = roster.pupils.filter((pupil) => isOnRoll(pupil, roster.day))
  const register = { seed: school.model.plan.seed, today: roster.day, set: roster.marks }
  const marks = marksBetween(onRoll, from, to, register)
  const data = marks.map(({ pupil, day, session, code }) => ({ misId: pupil.misId, date: day, session, code }))
  return json(200, { data })
}

function setShown(school: SimulatedSchool, body: unknown): Answer {
  const read = readShown(body)
  if (typeof read === 'string') return problem(400, read)
  school.show(read)
  return json(200, { data: read })
}

function setHabits(habits: SchoolsHabits, id: string, body: unknown): Answer {
  const read = readHabits(body)
  if (typeof read === 'string') return problem(400, read)
  habits.set(id, read)
  return json(200, { data: read })
}

function setVariant(school: SimulatedSchool, body: unknown): Answer {
  const variant = readVariant(body)
  if (typeof variant === 'string') return problem(400, variant)
  playVariant(school, variant)
  return json(200, { data: variant })
}

function setPermissions(world: World, school: SimulatedSchool, body: unknown): Answer {
  const denied = textsOf(isRecord(body) ? body['denied'] : undefined)
  if (!denied) return problem(400, '"denied" is a list of permission identities.')
  const unknown = denied.find((identity) => !isPermission(identity) && !isXporterScope(identity))
  if (unknown !== undefined) return problem(400, `There is no permission ${unknown}.`)
  school.deny(denied)
  world.save()
  return json(200, { data: { denied } })
}
