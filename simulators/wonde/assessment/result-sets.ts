import { json } from '../../http/answer.js'
import { resultSetsUntil } from '../../model/results/result-sets.js'
import { cutPage } from '../paging/cut-page.js'
import { instantDate } from '../printing/dates.js'
import { wondeId } from '../wonde-id.js'
import type { Answer } from '../../http/answer.js'
import type { SimulatorRequest } from '../../http/request.js'
import type { ResultSet } from '../../model/results/result-sets.js'
import type { Scene } from '../scene.js'

/** `assessment/resultsets`. */
export function resultSetList({ seed, roster }: Scene, request: SimulatorRequest): Answer {
  const page = cutPage(resultSetsUntil(roster.day), request, 'resultsets')
  const data = page.rows.map((set) => resultSetObject(set, seed))
  return json(200, { data, meta: { pagination: page.pagination, includes: [] } })
}

export function resultSetObject({ number, name, day }: ResultSet, seed: number) {
  const stamp = instantDate(`${day} 08:00:00`)
  return { id: resultSetId(number, seed), mis_id: String(number), name, created_at: stamp, updated_at: stamp }
}

export const resultSetId = (number: number, seed: number) => wondeId('resultsets', number, seed)
