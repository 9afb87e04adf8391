import { refusal } from '../../http/answer.js'
import { aspectList } from './aspects.js'
import { resultList } from './results.js'
import { resultSetList } from './result-sets.js'
import type { Answer } from '../../http/answer.js'
import type { SimulatorRequest } from '../../http/request.js'
import type { Scene } from '../scene.js'

const forbidden = refusal(403, 'forbidden', 'The token is not permitted to read this.')

const lists: Readonly<Record<string, (scene: Scene, request: SimulatorRequest) => Answer>> = {
  aspects: aspectList,
  resultsets: resultSetList,
  results: resultList,
}

/** What answers for `assessment/…`; nothing where there is no such list. Templates and mark sheets are only arrangements of these. */
export function assessment(
  scene: Scene,
  collection: string,
  item: string | undefined,
): ((request: SimulatorRequest) => Answer) | undefined {
  const list = collection === 'assessment' ? lists[item ?? ''] : undefined
  if (!list) return undefined
  return scene.scopes.allows(`assessment.${item ?? ''}`) ? (request) => list(scene, request) : () => forbidden
}
