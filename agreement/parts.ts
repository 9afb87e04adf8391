import { aspectCode, grantedAspects } from './grant-code.js'
import type { AspectCode, GrantCode } from './grant-code.js'

/** What of a pupil lies apart from the rest, sealed under a key of its own (design.md §4): the results of one aspect, the photograph. */
export type Part = `results/${string}` | 'photo'

/** The code of a grant that a part stands and falls with. */
export type PartCode = AspectCode | 'pupil.photo'

const RESULTS = 'results/'

export const resultsPart = (aspect: string): Part => `${RESULTS}${aspect}`

/** The aspect whose results a part holds; undefined for one that holds none. */
export function aspectOf(part: Part): string | undefined {
  return part === 'photo' ? undefined : part.slice(RESULTS.length)
}

export function codeOf(part: Part): PartCode {
  const aspect = aspectOf(part)
  return aspect === undefined ? 'pupil.photo' : aspectCode(aspect)
}

/** The parts that a grant speaks of. */
export function partsOf(codes: readonly GrantCode[]): readonly Part[] {
  const results = [...grantedAspects(codes)].map(resultsPart)
  return codes.includes('pupil.photo') ? [...results, 'photo'] : results
}

/** Whether withdrawing `code` takes this part: its own code does, and that of all assessment. */
export function goesWith(part: Part, code: string): boolean {
  return code === codeOf(part) || (code === 'pupil.assessments' && part !== 'photo')
}
