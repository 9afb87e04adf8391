import { isRecord } from '../json.js'
import { json } from '../http/answer.js'
import { requestOf } from '../http/request.js'
import { isListKind, isStatusKind } from './fault.js'
import type { Answer } from '../http/answer.js'
import type { SimulatorRequest } from '../http/request.js'
import type { World } from '../world/world.js'
import type { Protocol } from './dialect.js'
import type { Fault, ListKind } from './fault.js'

/** What a request is answered under a fault. How it is sent (slowly, cut, never) is the server's part. */
export function spoil(fault: Fault, request: SimulatorRequest, protocol: Protocol, world: World): Answer {
  const { kind } = fault
  const { speak, dialect } = protocol
  if (isStatusKind(kind)) return refused(fault, dialect.refused(kind, request))
  if (isListKind(kind)) return listSpoiled(kind, request, protocol)
  switch (kind) {
    case 'htmlWith200':
      return {
        status: 200,
        headers: { 'content-type': 'text/html; charset=utf-8' },
        body: '<!doctype html><title>Maintenance</title><p>We will be back shortly.</p>',
      }
    case 'otherSchool':
      return otherSchoolsAnswer(request, protocol, world)
    case 'countsDisagree':
      return countsRaised(speak(request))
    case 'countsUnsaid':
      return countsRemoved(speak(request))
    case 'cutJson':
    case 'slowBody':
    case 'hang':
      return speak(request)
  }
}

function refused({ retryAfter }: Fault, answer: Answer): Answer {
  return retryAfter === undefined ? answer : { ...answer, headers: { 'retry-after': String(retryAfter) } }
}

function listSpoiled(kind: ListKind, request: SimulatorRequest, { speak, dialect }: Protocol): Answer {
  const answer = speak(request)
  const page: unknown = JSON.parse(answer.body.toString())
  if (answer.status !== 200 || !isRecord(page)) return answer
  const read = (url: string): unknown => JSON.parse(speak(again(request, url)).body.toString())
  return json(200, dialect.spoilList(kind, page, `http://${request.host}${request.url}`, read))
}

/** The same client asking for another page. */
function again({ method, host, authorization }: SimulatorRequest, url: string): SimulatorRequest {
  return requestOf(method, url.replace(/^http:\/\/[^/]+/, ''), host, authorization)
}

function otherSchoolsAnswer(request: SimulatorRequest, { speak, dialect }: Protocol, world: World): Answer {
  const other = dialect.elsewhere(request, world)
  if (!other) return speak(request)
  const answer = speak(other.request)
  // Links lead back to the address that was asked, so that the walk goes on and on through the wrong school.
  return { ...answer, body: answer.body.toString().replaceAll(`/schools/${other.id}/`, `/schools/${other.insteadOf}/`) }
}

function countsRaised(answer: Answer): Answer {
  return {
    ...answer,
    body: answer.body
      .toString()
      .replace(/"(count|Count|RowCount)":(\d+)/g, (_, name, count) => `"${name}":${Number(count) + 7}`),
  }
}

/** Wonde's list of counts is empty, and an answer of datasets says nothing of pages. */
function countsRemoved(answer: Answer): Answer {
  const body: unknown = answer.status === 200 ? JSON.parse(answer.body.toString()) : null
  if (!isRecord(body)) return answer
  const { __pagination__: said, ...rest } = body
  return json(200, said === undefined ? { ...body, data: {} } : rest)
}
