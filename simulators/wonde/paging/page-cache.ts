import type { RosterWithEvents } from '../../events/roster-after.js'
import type { Answer } from '../../http/answer.js'
import type { Scene } from '../scene.js'
import type { Scopes } from '../scopes.js'

/** Answers ready to be sent again, for as long as the roster and the permissions they were made from are the present ones. */
export interface PageCache {
  readonly answer: (key: string, scene: Scene, make: () => Answer) => Answer
}

interface Kept {
  readonly roster: RosterWithEvents
  readonly scopes: Scopes
  readonly answer: Answer
}

/** Enough for every page of a dozen large schools; the oldest go first. */
const LARGEST_BYTES = 96 * 1024 * 1024

export function pageCache(): PageCache {
  const kept = new Map<string, Kept>()
  let bytes = 0
  const drop = (key: string) => {
    bytes -= kept.get(key)?.answer.body.length ?? 0
    kept.delete(key)
  }
  return {
    answer: (key, { roster, scopes }, make) => {
      const found = kept.get(key)
      if (found?.roster === roster && found.scopes === scopes) return found.answer
      const answer = make()
      drop(key)
      kept.set(key, { roster, scopes, answer })
      bytes += answer.body.length
      for (const oldest of kept.keys()) {
        if (bytes <= LARGEST_BYTES) break
        drop(oldest)
      }
      return answer
    },
  }
}
