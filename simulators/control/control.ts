import { json, problem } from '../http/answer.js'
import { isRecord, listOf, textOf } from '../json.js'
import { instantOf } from '../world/world.js'
import { readFault } from '../faults/read-fault.js'
import { makeSchool } from './make-school.js'
import { ofSchool } from './of-school.js'
import { schoolFacts } from './school-facts.js'
import type { FaultBox } from '../faults/fault-box.js'
import type { Fault } from '../faults/fault.js'
import type { Answer } from '../http/answer.js'
import type { SimulatorRequest } from '../http/request.js'
import type { World } from '../world/world.js'
import type { SchoolsHabits } from '../xporter/habits.js'
import type { RequestLog } from './request-log.js'

interface ControlParts {
  readonly world: World
  readonly faults: FaultBox
  readonly log: RequestLog
  readonly habits: SchoolsHabits
}

/** The control plane, `/_sim/…`: what a test may see and do that a client of the protocols may not. */
export function control(parts: ControlParts): (request: SimulatorRequest, body: unknown) => Answer {
  const { world, faults, log, habits } = parts
  return (request, body) => {
    const [, , what, id, act] = request.path.split('/')
    switch (`${request.method} ${what ?? ''}`) {
      case 'GET schools':
      case 'POST schools':
      case 'PUT schools':
      case 'DELETE schools':
        return id === undefined ? schools(parts, request, body) : ofSchool({ world, habits }, id, act, request, body)
      case 'GET clock':
        return json(200, { now: world.now() })
      case 'PUT clock':
        return setClock(world, body)
      case 'GET faults':
        return json(200, { data: faults.report() })
      case 'PUT faults':
        return setFaults(faults, body)
      case 'DELETE faults':
        faults.replace([])
        return json(200, { data: [] })
      case 'GET requests':
        return json(200, { data: log.list(request.query.get('schoolId')) })
      case 'DELETE requests':
        log.clear()
        return json(200, { data: [] })
      default:
        return problem(404, 'The control plane has no such path; simulators/README.md lists them.')
    }
  }
}

function schools({ world, habits }: ControlParts, request: SimulatorRequest, body: unknown): Answer {
  if (request.method === 'GET')
    return json(200, { data: world.schools().map((school) => schoolFacts({ world, habits }, school, request.host)) })
  return request.method === 'POST'
    ? makeSchool({ world, habits }, request.host, body)
    : problem(404, 'Schools are made by POST.')
}

function setClock(world: World, body: unknown): Answer {
  const now = isRecord(body) ? textOf(body['now']) : undefined
  if (now === undefined || Number.isNaN(Date.parse(now))) return problem(400, '"now" is an instant or a day.')
  world.setNow(instantOf(now))
  world.save()
  return json(200, { now: world.now() })
}

function setFaults(faults: FaultBox, body: unknown): Answer {
  const read = listOf(isRecord(body) ? body['faults'] : undefined).map(readFault)
  const accepted: Fault[] = []
  for (const one of read) {
    if (typeof one === 'string') return problem(400, one)
    accepted.push(one)
  }
  faults.replace(accepted)
  return json(200, { data: faults.report() })
}
