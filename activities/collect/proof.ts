import type { Completeness } from '../../pipeline/verdict.js'
import type { Reading } from './read.js'
import type { Settling } from './settle.js'

type Proof = Omit<Completeness, 'refusedPeople' | 'unknownGroups'>

/** What a read showed of itself, and what the school permits in comparison with the last whole read of the same source. */
export function proofOf(
  { vigil, permissions, said, last }: Pick<Settling, 'vigil' | 'permissions' | 'said' | 'last'>,
  { walks, findings }: Pick<Reading, 'walks' | 'findings'>,
): Proof {
  const granted = [...vigil.grant().items]
  const askedThen = new Set(last?.completeness.asked)
  const refusedThen = new Set(last?.completeness.notPermitted)
  const asked = granted.filter((item) => permissions.permitted.has(item))
  const notPermitted = granted.filter((item) => !permissions.permitted.has(item))
  const narrowed = notPermitted.filter((item) => askedThen.has(item))
  return {
    school: said,
    asked,
    walks,
    permissions: permissions.fingerprint,
    notPermitted,
    comparedWith: last?.run ?? null,
    permissionsNarrowed: narrowed.length > 0,
    narrowed,
    widened: asked.filter((item) => refusedThen.has(item)),
    findings,
  }
}
