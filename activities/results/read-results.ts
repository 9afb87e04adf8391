import { goesWith, resultsPart } from '../../agreement/parts.js'
import { mondayOf } from '../../agreement/attendance/week.js'
import type { SourceAssessment, SourceResult } from '../../connectors/source.js'
import type { Aspect } from '../../db/control/aspect.js'
import type { PartHolder } from '../../db/school/parts/part.js'
import type { KeptResult } from '../../db/school/parts/results-document.js'
import type { SchoolHashes } from '../../pipeline/digest.js'
import { gateResult } from '../../pipeline/gate.js'
import { openResultBook } from '../../pipeline/results/result-book.js'
import type { ArrivedResults, ResultBook } from '../../pipeline/results/result-book.js'
import type { ResultsProof } from '../../pipeline/results/proof.js'
import type { PartName } from '../../pipeline/parts/compare-parts.js'
import { countOne } from '../collect/count.js'
import type { Vigil } from '../collect/vigil.js'
import { holderFinder } from '../parts/holder-finder.js'

export interface ResultReading {
  readonly assessment: SourceAssessment
  readonly vigil: Vigil
  /** The London day of this run. */
  readonly today: string
  /** Up to which day each aspect was read before. */
  readonly before: readonly Aspect[]
  readonly hashes: SchoolHashes
  /** Whose results are received. */
  readonly holders: readonly PartHolder[]
  /** What is held of records of which only changes came. */
  readonly heldResults: (names: readonly PartName[]) => Promise<readonly HeldResults[]>
}

/** A record that is held, opened. */
interface HeldResults {
  readonly row: PartName
  readonly results: readonly KeptResult[]
}

export interface ResultsRead {
  readonly arrived: readonly ArrivedResults[]
  readonly proof: ResultsProof
}

/**
 * Reads the chosen aspects, one after the other and no other, each result through the gate as its page arrives. What it gathers lives in the
 * memory of this activity only. The first read of a week asks for all results, and so finds what was taken away; the others for changes.
 */
export async function readResults(reading: ResultReading): Promise<ResultsRead> {
  const { assessment, vigil, hashes, today } = reading
  const book = openResultBook()
  const refused: Record<string, number> = {}
  const take = intake(reading, book, refused)
  const aspects: ResultsProof['aspects'][number][] = []
  for (const aspect of [...vigil.grant().aspects].sort()) {
    // Withdrawn while the ones before it were read.
    if (!vigil.grant().aspects.has(aspect)) continue
    const readTo = reading.before.find(({ ref }) => ref === aspect)?.readTo ?? null
    const changedSince = readTo !== null && mondayOf(readTo) === mondayOf(today) ? readTo : null
    const walk = assessment.results(aspect, changedSince)
    let step = await walk.next()
    while (!step.done) {
      step.value.forEach(take)
      step = await walk.next()
    }
    aspects.push({ aspect, changedSince, pages: step.value.pages, results: step.value.records })
  }
  await completeFromHeld(reading, aspects, book)
  await vigil.look()
  // What came of an aspect before it was withdrawn goes as well.
  const standing = new Set([...vigil.grant().aspects].map(resultsPart))
  return { arrived: book.close(hashes.digest).filter(({ part }) => standing.has(part)), proof: { aspects, refused } }
}

function intake(
  { vigil, hashes, holders }: ResultReading,
  book: ResultBook,
  refused: Record<string, number>,
): (result: SourceResult) => void {
  const holderOf = holderFinder(holders, hashes)
  return (result) => {
    const outcome = gateResult(result, vigil.grant().aspects)
    const holder = holderOf(result.pupil)
    if ('refused' in outcome) countOne(refused, outcome.refused)
    else if (!holder) countOne(refused, 'nobodyHeld')
    else if (isWithheld(holder, resultsPart(result.aspect))) countOne(refused, 'withheld')
    else book.enter(holder.id, outcome.passed)
  }
}

/** Withdrawn of this person alone. */
export function isWithheld({ withheld }: PartHolder, part: PartName['part']): boolean {
  return withheld.some((code) => goesWith(part, code))
}

/** What is held goes through the gate again: by the rules of this night, and because nothing else may be kept. */
async function completeFromHeld(
  { vigil, heldResults }: ResultReading,
  aspects: ResultsProof['aspects'],
  book: ResultBook,
): Promise<void> {
  const changesOnly = aspects.filter(({ changedSince }) => changedSince !== null)
  const byChanges = new Map(changesOnly.map(({ aspect }) => [resultsPart(aspect), aspect]))
  const names = book.names().filter(({ part }) => byChanges.has(part))
  for (const { row, results } of await heldResults(names)) {
    const aspect = byChanges.get(row.part) ?? ''
    const kept = results.map(([ref, resultSet, date, value]) =>
      gateResult({ ref, aspect, resultSet, date, value }, vigil.grant().aspects),
    )
    book.complete(
      row,
      kept.flatMap((outcome) => ('passed' in outcome ? outcome.passed : [])),
    )
  }
}
