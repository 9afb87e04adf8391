import { otherSchoolsRequest } from '../faults/other-school.js'
import { spoilList } from '../faults/spoil-list.js'
import { refusal } from '../http/answer.js'
import { wonde } from './wonde.js'
import type { Protocol } from '../faults/dialect.js'
import type { StatusKind } from '../faults/fault.js'
import type { World } from '../world/world.js'

const errors: Readonly<Record<StatusKind, readonly [string, string]>> = {
  '401': ['invalid_token', 'The access token is not valid.'],
  '403': ['forbidden', 'The school does not permit this.'],
  '404': ['resource_not_found', 'Resource not found'],
  '429': ['too_many_requests', 'Too many requests.'],
  '500': ['internal_server_error', 'Something went wrong our side.'],
  '503': ['service_unavailable', 'Back soon.'],
}

export function wondeProtocol(world: World): Protocol {
  return {
    owns: (path) => path.startsWith('/v1.0'),
    schoolOf: ({ path }) => /\/schools\/(A\d+)/.exec(path)?.[1] ?? null,
    speak: wonde(world),
    dialect: { refused: (kind) => refusal(Number(kind), ...errors[kind]), spoilList, elsewhere: otherSchoolsRequest },
  }
}
