import { json, refusal } from '../http/answer.js'
import { cutPage } from './paging/cut-page.js'
import { includesKey, parseIncludes } from './includes.js'
import { includeNames, render } from './resource.js'
import { wondeId } from './wonde-id.js'
import type { Answer } from '../http/answer.js'
import type { SimulatorRequest } from '../http/request.js'
import type { IncludeTree } from './includes.js'
import type { Resource } from './resource.js'
import type { Scene } from './scene.js'

interface Row {
  readonly number: number
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

export function listing<T extends Row>(
  identity: string,
  resource: Resource<T>,
  rowsOf: (scene: Scene) => readonly T[],
): Listing {
  const includes = JSON.stringify(includeNames(resource))
  return {
    identity,
    count: (scene) => rowsOf(scene).length,
    list: (scene, request) => {
      const { rows, pagination } = cutPage(updatedWithin(rowsOf(scene), request.query), request, resource.table)
      const asked = parseIncludes(request.query.get('include'))
      const key = `${resource.identity}:${includesKey(asked)}`
      const printed = rows.map((row) => printedOnce(resource, row, scene, asked, key)).join(',')
      const meta = `{"pagination":${JSON.stringify(pagination)},"includes":${includes}}`
      return { status: 200, body: Buffer.from(`{"data":[${printed}],"meta":${meta}}`) }
    },
    item: (scene, request, id) => {
      const found = rowsOf(scene).find(({ number }) => wondeId(resource.table, number, scene.seed) === id)
      if (!found) return refusal(404, 'resource_not_found', 'Resource not found')
      const asked = parseIncludes(request.query.get('include'))
      return json(200, { data: render(resource, found, scene, asked), meta: { includes: includeNames(resource) } })
    },
  }
}

/** A record is printed once for as long as it is the same object, whatever page it turns up on. */
function printedOnce<T extends Row>(
  resource: Resource<T>,
  row: T,
  scene: Scene,
  asked: IncludeTree,
  key: string,
): string {
  // What is nested deeper, or lists members, can change while the record does not.
  if (resource.identity !== 'students' || [...asked.below.values()].some(({ below }) => below.size > 0)) {
    return JSON.stringify(render(resource, row, scene, asked))
  }
  const printed = scene.scopes.rendered.get(row) ?? new Map<string, string>()
  scene.scopes.rendered.set(row, printed)
  const known = printed.get(key) ?? JSON.stringify(render(resource, row, scene, asked))
  printed.set(key, known)
  return known
}

/** `updated_after` and `updated_before`, both inclusive, as a day or as a day and a time in UTC. */
function updatedWithin<T extends Row>(rows: readonly T[], query: URLSearchParams): readonly T[] {
  const after = query.get('updated_after')
  const before = query.get('updated_before')
  if (after === null && before === null) return rows
  return rows.filter(
    ({ updatedAt = '' }) =>
      (after === null || updatedAt >= after) && (before === null || updatedAt.slice(0, before.length) <= before),
  )
}
