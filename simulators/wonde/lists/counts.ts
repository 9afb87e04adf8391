import { json } from '../../http/answer.js'
import { listings } from './listings.js'
import type { Answer } from '../../http/answer.js'
import type { Scene } from '../scene.js'

/** How many of each kind the lists hold: what a client compares its walk with. An object, not a list. */
export function counts(scene: Scene, query: URLSearchParams): Answer {
  const asked = (query.get('include') ?? 'students').split(',')
  const data = asked.flatMap((kind) => {
    const listing = listings.get(kind)
    return listing && scene.scopes.allows(listing.identity)
      ? [[kind, { data: { count: listing.count(scene) } }] as const]
      : []
  })
  return json(200, { data: Object.fromEntries(data) })
}
