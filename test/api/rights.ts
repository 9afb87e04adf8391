import { londonDay } from '../../agreement/calendar.js'
import type { Role } from '../../db/control/principal.js'
import { acceptance, newSchool } from './api-under-test.js'

export interface Row {
  readonly may: readonly Role[]
  readonly answers: number
  /** How far the school is when it is asked. */
  readonly given?:
    | 'ending'
    | 'to be confirmed'
    | 'registered'
    | 'paused'
    | 'filled'
    | 'applied'
    | 'told of a leaver'
    | 'suppressed'
    | 'stayed'
    | 'withdrawn'
    | 'staff left'
    | 'asked'
  /** A function takes the id of a pupil who is there. */
  readonly body?: object | ((pupil: string) => unknown)
}

const [vendor, people, readers] = [
  ['operator', 'school', 'head'],
  ['school', 'head'],
  ['school', 'head', 'application'],
] as const satisfies readonly (readonly Role[])[]

export const leaver = (pupil: string) => ({ pupilId: pupil })
export const stay = { kind: 'sar', reviewBy: londonDay(new Date()) }

/** Who may do what, written a second time by hand from api.md: a right that the code widens by mistake shows here. */
export const table: Readonly<Record<string, Row>> = {
  'GET /metrics': { may: ['operator'], answers: 200 },
  'GET /v1/agreements': { may: vendor, answers: 200 },
  'GET /v1/agreements/:agreementId': { may: vendor, answers: 200 },
  'POST /v1/schools': { may: ['operator'], answers: 201, body: newSchool() },
  'GET /v1/schools': { may: vendor, answers: 200 },
  'GET /v1/schools/:schoolId': { may: vendor, answers: 200 },
  'POST /v1/schools/:schoolId/acceptance': { may: ['head'], answers: 201, given: 'registered', body: acceptance() },
  'GET /v1/schools/:schoolId/grant': { may: vendor, answers: 200 },
  'PUT /v1/schools/:schoolId/grant': { may: people, answers: 200, body: { items: ['pupil.misId'] } },
  'GET /v1/schools/:schoolId/aspects': { may: people, answers: 200 },
  'GET /v1/schools/:schoolId/settings': { may: vendor, answers: 200 },
  'PATCH /v1/schools/:schoolId/settings': { may: people, answers: 200, body: { topYear: 6 } },
  'PUT /v1/schools/:schoolId/source': { may: ['operator'], answers: 200, body: newSchool().source },
  'GET /v1/schools/:schoolId/questions': { may: vendor, answers: 200 },
  'POST /v1/schools/:schoolId/questions/:questionId/answer': {
    may: people,
    answers: 200,
    given: 'asked',
    body: { answer: 'letItEnd' },
  },
  'POST /v1/schools/:schoolId/explain': { may: people, answers: 202, body: { sourceId: 'A1' } },
  'GET /v1/schools/:schoolId/explain/:explanationId': { may: people, answers: 404 }, // nobody asked
  'POST /v1/schools/:schoolId/syncs': { may: vendor, answers: 202 },
  'POST /v1/schools/:schoolId/uploads': { may: vendor, answers: 409, body: Buffer.from('a zip') }, // bound to Wonde
  'GET /v1/schools/:schoolId/syncs': { may: vendor, answers: 200 },
  'GET /v1/schools/:schoolId/syncs/:runId': { may: vendor, answers: 200 },
  'POST /v1/schools/:schoolId/syncs/:runId/revert': { may: vendor, answers: 202, given: 'applied' },
  'GET /v1/schools/:schoolId/holds': { may: vendor, answers: 200 },
  // Nothing waits there.
  'GET /v1/schools/:schoolId/holds/:holdId': { may: vendor, answers: 404 },
  'POST /v1/schools/:schoolId/holds/:holdId/release': { may: people, answers: 404 },
  'POST /v1/schools/:schoolId/holds/:holdId/reject': { may: people, answers: 404 },
  'POST /v1/schools/:schoolId/holds/:holdId/defer': { may: people, answers: 404 },
  'POST /v1/schools/:schoolId/pause': { may: vendor, answers: 200 },
  'POST /v1/schools/:schoolId/resume': { may: vendor, answers: 200, given: 'paused' },
  'GET /v1/schools/:schoolId/pupils': { may: readers, answers: 200 },
  'GET /v1/schools/:schoolId/pupils/:recordId': { may: readers, answers: 200 },
  'GET /v1/schools/:schoolId/pupils/:pupilId/attendance': { may: readers, answers: 200 },
  'GET /v1/schools/:schoolId/pupils/:pupilId/results': { may: readers, answers: 200 },
  'GET /v1/schools/:schoolId/pupils/:pupilId/photo': { may: readers, answers: 200 },
  'GET /v1/schools/:schoolId/pupils/:recordId/retention': { may: people, answers: 200 },
  'GET /v1/schools/:schoolId/receipts': { may: people, answers: 200 },
  'GET /v1/schools/:schoolId/retention/timers': { may: vendor, answers: 200 },
  'GET /v1/retention/summary': { may: vendor, answers: 200 },
  'POST /v1/schools/:schoolId/leavers': { may: people, answers: 201, given: 'filled', body: leaver },
  'POST /v1/schools/:schoolId/withdrawals': { may: people, answers: 201, given: 'filled', body: leaver },
  'DELETE /v1/schools/:schoolId/withdrawals/:pupilId': { may: people, answers: 200, given: 'withdrawn' },
  'POST /v1/schools/:schoolId/pupils/:pupilId/suppression': { may: people, answers: 201, given: 'filled' },
  'DELETE /v1/schools/:schoolId/pupils/:pupilId/suppression': { may: people, answers: 200, given: 'suppressed' },
  'POST /v1/schools/:schoolId/pupils/:pupilId/stay': { may: people, answers: 201, given: 'filled', body: stay },
  'DELETE /v1/schools/:schoolId/pupils/:pupilId/stay': { may: people, answers: 200, given: 'stayed' },
  'POST /v1/schools/:schoolId/staff/:staffId/deletion': { may: people, answers: 201, given: 'staff left' },
  'GET /v1/schools/:schoolId/staff/:staffId/deletion': { may: people, answers: 200 },
  'DELETE /v1/schools/:schoolId/leavers/:pupilId': { may: people, answers: 200, given: 'told of a leaver' },
  'GET /v1/schools/:schoolId/staff': { may: readers, answers: 200 },
  'GET /v1/schools/:schoolId/staff/:recordId': { may: readers, answers: 200 },
  'GET /v1/schools/:schoolId/groups': { may: readers, answers: 200 },
  'GET /v1/schools/:schoolId/groups/:recordId': { may: readers, answers: 200 },
  'POST /v1/schools/:schoolId/termination': { may: ['operator', 'head'], answers: 202, body: { instructedBy: 'Who' } },
  'POST /v1/schools/:schoolId/termination/confirmation': {
    may: ['operator', 'head'],
    answers: 202,
    given: 'to be confirmed',
  },
  'DELETE /v1/schools/:schoolId/termination': { may: ['operator', 'head'], answers: 200, given: 'ending' },
  'GET /v1/schools/:schoolId/termination': { may: vendor, answers: 200, given: 'ending' },
  'GET /v1/schools/:schoolId/changes': { may: readers, answers: 200 },
  'GET /v1/schools/:schoolId/certificates': { may: vendor, answers: 200 },
  'GET /v1/certificates/:certificateId': { may: vendor, answers: 200 },
  'GET /v1/audit': { may: vendor, answers: 200 },
  'POST /v1/schools/:schoolId/changes/ack': { may: ['application'], answers: 200, body: { upToSeq: 0 } },
}
