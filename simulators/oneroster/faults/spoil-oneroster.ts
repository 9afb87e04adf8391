import { isCountsKind, isListKind, isStatusKind } from '../../faults/fault.js'
import { requestOf } from '../../http/request.js'
import { isRecord } from '../../json.js'
import { csvAnswer, schoolOfFile } from '../csv/csv-answer.js'
import { refusal } from '../refusal.js'
import { accessTokenOf, schoolOfBearer } from '../tokens.js'
import { usualVariant } from '../variant.js'
import { spoilPage } from './spoil-page.js'
import { spoilFile } from './spoil-rows.js'
import type { Fault } from '../../faults/fault.js'
import type { Answer } from '../../http/answer.js'
import type { SimulatorRequest } from '../../http/request.js'
import type { World } from '../../world/world.js'

type Speak = (request: SimulatorRequest) => Answer

/** What a OneRoster request is answered under a fault. How it is sent (slowly, cut, never) is the server's part. */
export function spoilOneroster(fault: Fault, request: SimulatorRequest, speak: Speak, world: World): Answer {
  const { kind, retryAfter } = fault
  if (isStatusKind(kind)) {
    const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
    return { ...refusal(Number(kind), 'As a test would have it.', usualVariant.errors), headers }
  }
  if (isListKind(kind) || isCountsKind(kind)) {
    if (schoolOfFile(world, request.path))
      return csvAnswer(world, request, (rows, file) =>
        fault.file === undefined || fault.file === file ? spoilFile(kind, rows, file) : rows,
      )
    const answer = speak(request)
    const body: unknown = answer.status === 200 ? JSON.parse(answer.body.toString()) : null
    return isRecord(body) ? spoilPage(kind, request, { ...answer, body }, speak) : answer
  }
  switch (kind) {
    case 'htmlWith200':
      return {
        status: 200,
        headers: { 'content-type': 'text/html; charset=utf-8' },
        body: '<!doctype html><title>Maintenance</title><p>We will be back shortly.</p>',
      }
    case 'otherSchool':
      return speak(othersRequest(request, world))
    case 'cutJson':
    case 'slowBody':
    case 'hang':
      return speak(request)
  }
}

/** The request as another school's client would have made it. Where there is no other school, one is made for it. */
function othersRequest(request: SimulatorRequest, world: World): SimulatorRequest {
  const asked = schoolOfBearer(world, request.authorization) ?? schoolOfFile(world, request.path)
  if (!asked) return request
  const other =
    world.schools().find(({ id }) => id !== asked.id) ??
    world.make({ ...asked.model.plan.spec, seed: `not ${asked.id}` }, 'A school that nobody asked for')
  const url = request.url.replace(asked.id, other.id)
  const bearer = schoolOfFile(world, request.path) ? undefined : `Bearer ${accessTokenOf(other)}`
  return requestOf(request.method, url, request.host, bearer)
}
