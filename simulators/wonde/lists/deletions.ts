import { json } from '../../http/answer.js'
import { cutPage } from '../paging/cut-page.js'
import { instantDate } from '../printing/dates.js'
import { personId } from '../wonde-id.js'
import { updatedWithin } from './updated-within.js'
import type { Answer } from '../../http/answer.js'
import type { SimulatorRequest } from '../../http/request.js'
import type { Scene } from '../scene.js'

/** The records that were deleted, by the events of a test; leaving is no deletion. One that was restored keeps its row, and says since when. */
export function deletions({ roster, seed }: Scene, request: SimulatorRequest): Answer {
  const type = request.query.get('type')
  const asked = roster.deletions
    .filter((row) => type === null || row.type === type)
    .map((row, index) => ({ ...row, number: index, updatedAt: row.restoredAt ?? row.deletedAt }))
  const rows = updatedWithin(asked, request.query)
  const page = cutPage(rows, request, 'students')
  const data = page.rows.map(({ type, misId, recordNumber = Number(misId), deletedAt, restoredAt }) => ({
    type,
    id: personId(type === 'student' ? 'students' : 'employees', { number: recordNumber }, seed),
    mis_id: misId,
    deleted_at: instantDate(deletedAt),
    restored_at: restoredAt === null ? null : instantDate(restoredAt),
  }))
  return json(200, { data, meta: { pagination: page.pagination } })
}
