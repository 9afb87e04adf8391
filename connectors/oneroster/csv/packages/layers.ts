import { notInPackage } from '../fault.js'
import type { FileFailure } from '../fault.js'
import { badEntry, modeOf } from './manifest.js'
import type { Mode } from './manifest.js'
import type { Package, Packages } from './open-package.js'

/** The files that rosters are read from. */
const lists = ['orgs', 'classes', 'enrollments', 'users', 'roles', 'demographics'] as const
export type List = (typeof lists)[number]

// Roles stand among the users in 1.1, and births are not everywhere shared.
export const neededLists: readonly List[] = ['orgs', 'classes', 'enrollments', 'users']

export const WHOLE_FIRST = 'changes can only be read over a whole package: send one in which every file is bulk'

/** Whether a package says by itself what is to be read: every list that it supplies is whole, and none is missing that is needed. */
export function isWhole(one: Package): boolean {
  const supplied = lists.filter((list) => one.has(list) && modeOf(one.manifest, list) !== 'absent')
  return (
    neededLists.every((list) => supplied.includes(list)) &&
    supplied.every((list) => modeOf(one.manifest, list) === 'bulk')
  )
}

/** What every list that is supplied is read from: the package that has it whole, and those after it that say what changed in it. */
export function layersIn(packages: Packages): ReadonlyMap<List, Packages> {
  return new Map(
    lists.flatMap((list) => {
      const layers = layersOf(packages, list)
      return layers ? [[list, layers] as const] : []
    }),
  )
}

/** Null where none supplies it. A later whole file replaces all before. */
function layersOf([first, ...later]: Packages, list: List): Packages | null {
  const says = modeOf(first.manifest, list)
  if (says === 'delta') throw blame(first, list, 'delta', WHOLE_FIRST)
  let layers: Packages | null = says !== 'absent' && first.has(list) ? [first] : null
  for (const one of later) {
    const mode = modeLaidOver(one, list)
    if (mode === 'bulk') layers = [one]
    if (mode !== 'delta') continue
    if (!layers) throw blame(one, list, 'delta', `the whole package before it has no such file; ${WHOLE_FIRST}`)
    layers = [...layers, one]
  }
  return layers
}

/**
 * Over others nothing is guessed: a file of which the package does not say whether it is whole could make everybody look gone who is not in it,
 * and one that was announced and did not come holds changes that no later package tells again.
 */
function modeLaidOver(one: Package, list: List): Mode {
  const mode = modeOf(one.manifest, list)
  if (mode === null && one.has(list)) throw blame(one, list, 'not_said', 'it has to be bulk, delta or absent')
  if (mode !== null && mode !== 'absent' && !one.has(list)) throw notInPackage(one.called(list))
  return mode ?? 'absent'
}

function blame(one: Package, list: List, code: string, advice: string): FileFailure {
  return badEntry(one.manifest, { file: one.called('manifest'), list, code, advice })
}
