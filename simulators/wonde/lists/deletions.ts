import { json } from '../../http/answer.js'
import { cutPage } from '../paging/cut-page.js'
import { instantDate } from '../printing/dates.js'
import { wondeId } from '../wonde-id.js'
import type { Answer } from '../../http/answer.js'
import type { SimulatorRequest } from '../../http/request.js'
import type { Scene } from '../scene.js'

/** The records that were deleted, by the events of a test; leaving is no deletion. */
export function deletions({ roster, seed }: Scene, request: SimulatorRequest): Answer {
  const type = request.query.get('type')
  const after = request.query.get('updated_after') ?? ''
  const rows = roster.deletions
    .filter((row) => (type === null || row.type === type) && row.deletedAt >= after)
    .map((row, index) => ({ ...row, number: index }))
  const page = cutPage(rows, request, 'students')
  const data = page.rows.map(({ type, misId, deletedAt }) => ({
    type,
    id: wondeId(type === 'student' ? 'students' : 'employees', Number(misId), seed),
    mis_id: misId,
    deleted_at: instantDate(deletedAt),
    restored_at: null,
  }))
  return json(200, { data, meta: { pagination: page.pagination } })
}
