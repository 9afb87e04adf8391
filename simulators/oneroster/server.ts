import { send, sendUnder } from '../http/send.js'
import { csvAnswer, schoolOfFile } from './csv/csv-answer.js'
import { spoilOneroster } from './faults/spoil-oneroster.js'
import { oneroster } from './oneroster.js'
import { schoolOfBearer } from './tokens.js'
import type { ServerResponse } from 'node:http'
import type { RequestLog } from '../control/request-log.js'
import type { FaultBox } from '../faults/fault-box.js'
import type { SimulatorRequest } from '../http/request.js'
import type { World } from '../world/world.js'

interface Parts {
  readonly world: World
  readonly faults: FaultBox
  readonly log: RequestLog
}

interface OneRosterServer {
  readonly serves: (path: string) => boolean
  readonly answer: (request: SimulatorRequest, body: string, response: ServerResponse) => void
}

/** OneRoster on the wire: what was asked is noted, and answered well or under a fault. */
export function onerosterServer({ world, faults, log }: Parts): OneRosterServer {
  const rest = oneroster(world)
  const speak = (request: SimulatorRequest, body: string) =>
    request.path.startsWith('/oneroster/') ? csvAnswer(world, request) : rest(request, body)
  return {
    serves: (path) => path.startsWith('/ims/oneroster/') || path.startsWith('/oneroster/'),
    answer: (request, body, response) => {
      const school = schoolOfBearer(world, request.authorization) ?? schoolOfFile(world, request.path)
      const schoolId = school?.id ?? null
      log.note(schoolId, request.method, request.url)
      const fault = faults.befalling(schoolId, request.url)
      if (!fault) send(response, speak(request, body))
      else
        sendUnder(
          fault,
          response,
          spoilOneroster(fault, request, (again) => speak(again, body), world),
        )
    },
  }
}
