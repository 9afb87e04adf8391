import type { Completeness } from '../../pipeline/verdict.js'
import type { Reading } from './read.js'
import type { Settling } from './settle.js'

/** What a read showed of itself. */
export function proofOf(
  { vigil, permissions }: Settling,
  { walks, findings }: Pick<Reading, 'walks' | 'findings'>,
): Omit<Completeness, 'refusedPeople' | 'unknownGroups'> {
  const notPermitted = [...vigil.grant().items].filter((item) => !permissions.permitted.has(item))
  return { walks, permissions: permissions.fingerprint, notPermitted, findings }
}
