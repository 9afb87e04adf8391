import type { ResultWalk, SourceAspect, SourceAssessment } from '../../source.js'
import type { WalkList } from '../walk-list.js'
import { unlessForbidden } from '../../http/unless-forbidden.js'
import { updatedAfter } from '../updated-after.js'
import { translateAspect, translateResult } from './translate-assessment.js'

// Nor do the papers say in which zone stamps of change are; a day also bears a refresh of the MIS that came late.
const OVERLAP_MS = 86_400_000

// The pupil is not among them: the bare id is all that is needed, and an include would bring the name.
const INCLUDE = 'aspect,resultset'

/** Assessment as Wonde has it. */
export function wondeAssessment(walk: WalkList): SourceAssessment {
  return {
    aspects: () => readAspects(walk),
    results: (aspect, changedSince) => readResults(walk, aspect, changedSince),
  }
}

/** The aspects of a school; none where it does not share the list, which keeps no result from anybody who knows its aspect. */
async function readAspects(walk: WalkList): Promise<readonly SourceAspect[]> {
  const aspects: SourceAspect[] = []
  const pages = walk('assessment/aspects', {}, translateAspect)
  for await (const page of unlessForbidden('assessment/aspects', pages)) aspects.push(...page)
  return aspects
}

/**
 * The results of one aspect. `aspect_id` is what Wonde's papers narrow results by; a server that does not heed it gives more than was asked
 * for, and each row says of which aspect it is, so that the gate can tell.
 */
async function* readResults(walk: WalkList, aspect: string, changedSince: string | null): ResultWalk {
  const query = { include: INCLUDE, aspect_id: aspect, ...updatedAfter(changedSince, OVERLAP_MS) }
  let [pages, records] = [0, 0]
  for await (const rows of walk('assessment/results', query, translateResult)) {
    const page = rows.flatMap((result) => result ?? [])
    pages += 1
    records += page.length
    yield page
  }
  return { pages, records }
}
