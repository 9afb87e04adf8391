import { refusal } from '../../http/answer.js'
import { cutPage } from '../paging/cut-page.js'
import { parseIncludes } from '../printing/includes.js'
import { wondeId } from '../wonde-id.js'
import { updatedWithin } from './updated-within.js'
import type { Answer } from '../../http/answer.js'
import type { SimulatorRequest } from '../../http/request.js'
import type { Resource } from '../printing/resource.js'
import type { Scene } from '../scene.js'

interface Row {
  readonly number: number
  readonly recordNumber?: number
  readonly updatedAt?: string
}

/** An endpoint that lists objects of one kind. */
export interface Listing {
  /** The permission without which the endpoint is refused. */
  readonly identity: string
  readonly list: (scene: Scene, request: SimulatorRequest) => Answer
  readonly item: (scene: Scene, request: SimulatorRequest, id: string) => Answer
  readonly count: (scene: Scene) => number
}

const START = Buffer.from('{"data":[')
const COMMA = Buffer.from(',')

export function listing<T extends Row>(
  identity: string,
  resource: Resource<T>,
  rowsOf: (scene: Scene) => readonly T[],
): Listing {
  const includes = JSON.stringify(resource.includeNames)
  return {
    identity,
    count: (scene) => rowsOf(scene).length,
    list: (scene, request) => {
      const { rows, pagination } = cutPage(updatedWithin(rowsOf(scene), request.query), request, resource.table)
      const print = resource.bytes(parseIncludes(request.query.get('include')), scene.scopes)
      const meta = `],"meta":{"pagination":${JSON.stringify(pagination)},"includes":${includes}}}`
      const data = rows.flatMap((row, index) => (index === 0 ? [print(row, scene)] : [COMMA, print(row, scene)]))
      return { status: 200, body: Buffer.concat([START, ...data, Buffer.from(meta)]) }
    },
    item: (scene, request, id) => {
      const found = rowsOf(scene).find(
        ({ number, recordNumber = number }) => wondeId(resource.table, recordNumber, scene.seed) === id,
      )
      if (!found) return refusal(404, 'resource_not_found', 'Resource not found')
      const print = resource.printer(parseIncludes(request.query.get('include')), scene.scopes)
      return { status: 200, body: `{"data":${print(found, scene)},"meta":{"includes":${includes}}}` }
    },
  }
}
