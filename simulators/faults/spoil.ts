import { isRecord } from '../json.js'
import { json, refusal } from '../http/answer.js'
import { requestOf } from '../http/request.js'
import { isListKind, isStatusKind } from './fault.js'
import { otherSchoolsRequest } from './other-school.js'
import { spoilList } from './spoil-list.js'
import type { Answer } from '../http/answer.js'
import type { SimulatorRequest } from '../http/request.js'
import type { World } from '../world/world.js'
import type { Fault, ListKind, StatusKind } from './fault.js'

type Speak = (request: SimulatorRequest) => Answer

const errors: Readonly<Record<StatusKind, readonly [string, string]>> = {
  '401': ['invalid_token', 'The access token is not valid.'],
  '403': ['forbidden', 'The school does not permit this.'],
  '404': ['resource_not_found', 'Resource not found'],
  '429': ['too_many_requests', 'Too many requests.'],
  '500': ['internal_server_error', 'Something went wrong our side.'],
  '503': ['service_unavailable', 'Back soon.'],
}

/** What a request is answered under a fault. How it is sent (slowly, cut, never) is the server's part. */
export function spoil(fault: Fault, request: SimulatorRequest, speak: Speak, world: World): Answer {
  const { kind } = fault
  if (isStatusKind(kind)) return refused(fault, kind)
  if (isListKind(kind)) return listSpoiled(kind, request, speak)
  switch (kind) {
    case 'htmlWith200':
      return {
        status: 200,
        headers: { 'content-type': 'text/html; charset=utf-8' },
        body: '<!doctype html><title>Maintenance</title><p>We will be back shortly.</p>',
      }
    case 'otherSchool':
      return otherSchoolsAnswer(request, speak, world)
    case 'countsDisagree':
      return countsRaised(speak(request))
    case 'cutJson':
    case 'slowBody':
    case 'hang':
      return speak(request)
  }
}

function refused({ retryAfter }: Fault, kind: StatusKind): Answer {
  const [error, description] = errors[kind]
  const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
  return { ...refusal(Number(kind), error, description), headers }
}

function listSpoiled(kind: ListKind, request: SimulatorRequest, speak: Speak): Answer {
  const answer = speak(request)
  const page: unknown = JSON.parse(answer.body.toString())
  if (answer.status !== 200 || !isRecord(page)) return answer
  const read = (url: string): unknown => JSON.parse(speak(again(request, url)).body.toString())
  return json(200, spoilList(kind, page, `http://${request.host}${request.url}`, read))
}

/** The same client asking for another page. */
function again({ method, host, authorization }: SimulatorRequest, url: string): SimulatorRequest {
  return requestOf(method, url.replace(/^http:\/\/[^/]+/, ''), host, authorization)
}

function otherSchoolsAnswer(request: SimulatorRequest, speak: Speak, world: World): Answer {
  const other = otherSchoolsRequest(request, world)
  if (!other) return speak(request)
  const answer = speak(other.request)
  // Links lead back to the address that was asked, so that the walk goes on and on through the wrong school.
  return { ...answer, body: answer.body.toString().replaceAll(`/schools/${other.id}/`, `/schools/${other.insteadOf}/`) }
}

function countsRaised(answer: Answer): Answer {
  return {
    ...answer,
    body: answer.body.toString().replace(/"count":(\d+)/g, (_, count) => `"count":${Number(count) + 7}`),
  }
}
