import type { GrantCode } from '../../agreement/grant-code.js'
import { isAspectCode } from '../../agreement/grant-code.js'
import { aspectOf, codeOf, partsOf } from '../../agreement/parts.js'
import type { Part } from '../../agreement/parts.js'
import { noteAspectsRead } from '../../db/control/aspect.js'
import { partsThere } from '../../db/school/parts/part.js'
import { keysOfParts, stripParts } from '../../db/school/parts/strip-parts.js'
import type { OpenSchool } from '../../db/school/pools.js'
import type { Withdrawal } from '../../db/school/strip/withdraw-for-all.js'
import type { ActivityDependencies } from '../dependencies.js'
import { failure } from '../failures.js'

interface Withdrawn extends Pick<Withdrawal, 'school' | 'at' | 'lineOf'> {
  readonly granted: readonly GrantCode[]
  /** What was withdrawn since this was last done. */
  readonly withdrawn: Iterable<string>
}

/**
 * Takes away the parts of everybody that are not granted: their keys first, then the rows, verified; and what control knew of how far an
 * aspect was read. Other parts, and what lies beside them, are not touched. Repeatable.
 */
export async function withdrawParts(
  { control, keyring }: ActivityDependencies,
  opened: OpenSchool,
  { school, at, granted, withdrawn, lineOf }: Withdrawn,
): Promise<void> {
  const kept = new Set(partsOf(granted))
  // Of a part of which nothing is held there may be keys: they are made before what they seal.
  const candidates = [...(await partsThere(opened.db)), ...partsOf([...withdrawn].filter(isPartCode))]
  const going = [...new Set(candidates)].filter((part) => !kept.has(part)).sort()
  if (going.length === 0) return
  const keyIds = await keysOfParts(opened.db, going)
  await keyring.destroyParts(school, going, 'everybody')
  for (const part of going) {
    const item = codeOf(part)
    await stripParts(opened, { at, part, line: { ...lineOf(item), item, receipt: null } })
  }
  await noteAspectsRead(control, school, aspectsAmong(going), null)
  if ((await keyring.openKeys(school, keyIds)).size > 0) throw failure('ErasureIncomplete')
}

const isPartCode = (code: string): code is GrantCode => code === 'pupil.photo' || isAspectCode(code)

function aspectsAmong(parts: readonly Part[]): readonly string[] {
  return parts.flatMap((part) => aspectOf(part) ?? [])
}
