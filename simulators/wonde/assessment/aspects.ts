import { json } from '../../http/answer.js'
import { aspects } from '../../model/results/aspects.js'
import { cutPage } from '../paging/cut-page.js'
import { instantDate } from '../printing/dates.js'
import { wondeId } from '../wonde-id.js'
import type { Answer } from '../../http/answer.js'
import type { SimulatorRequest } from '../../http/request.js'
import type { Aspect } from '../../model/results/aspects.js'
import type { Scene } from '../scene.js'

/** `assessment/aspects`. Wonde documents its `id`; the rest is as its other objects are. */
export function aspectList({ seed }: Scene, request: SimulatorRequest): Answer {
  const page = cutPage(aspects, request, 'aspects')
  const data = page.rows.map((aspect) => aspectObject(aspect, seed))
  return json(200, { data, meta: { pagination: page.pagination, includes: [] } })
}

export function aspectObject({ number, name }: Aspect, seed: number) {
  const stamp = instantDate('2024-09-01 00:00:00')
  return { id: aspectId(number, seed), mis_id: String(number + 1), name, created_at: stamp, updated_at: stamp }
}

export const aspectId = (number: number, seed: number) => wondeId('aspects', number, seed)
