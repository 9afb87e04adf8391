import type { ResultWalk, SourceAspect, SourceAssessment, SourceResult } from '../source.js'
import type { WalkList } from './departures.js'
import type { ListRequest } from './requests.js'
import { calendarDay, idOf, label, text } from './translate/row.js'
import type { Row } from './translate/row.js'

// Names of columns and of occasions. Mark grids and grade sets are options of the same list, and are not asked for.
const structureRequest: ListRequest = { endpoint: 'assessmentstructure', query: { select: 'Id,Name,Description' } }

/** The occasions, by id, and the aspects. */
interface Structure {
  readonly aspects: readonly SourceAspect[]
  readonly sets: ReadonlyMap<string, string>
}

/** Assessment as Xporter has it: the structure is read once a night, whoever needs it first. */
export function xporterAssessment(walk: WalkList): SourceAssessment {
  let known: Promise<Structure> | undefined
  const structure = () => (known ??= readStructure(walk))
  return {
    aspects: async () => (await structure()).aspects,
    results: (aspect) => readResults(walk, aspect, structure),
  }
}

async function readStructure(walk: WalkList): Promise<Structure> {
  const aspects: SourceAspect[] = []
  const sets = new Map<string, string>()
  for await (const { rows } of walk(structureRequest)) {
    for (const row of rows('Aspects'))
      aspects.push({ ref: idOf(row), name: label(row, 'Name', 'Description') ?? idOf(row) })
    for (const row of rows('ResultSets')) sets.set(idOf(row), label(row, 'Name', 'Description') ?? idOf(row))
  }
  return { aspects, sets }
}

/**
 * All results of one aspect, of those on roll. The papers name no filter by change, so what was asked since is left aside; they pair an aspect
 * with each occasion, and with none.
 */
async function* readResults(walk: WalkList, aspect: string, structure: () => Promise<Structure>): ResultWalk {
  const { sets } = await structure()
  const pairs = ['', ...sets.keys()].map((set) => `${aspect}|${set}`)
  const query = { aspects: pairs.join(','), select: 'Id,StudentId,AspectId,ResultDate,ResultSetId,Result' }
  let [pages, records] = [0, 0]
  for await (const { rows } of walk({ endpoint: 'assessmentresults', query })) {
    const page = rows('AsmResults').flatMap((row) => translateResult(row, sets) ?? [])
    pages += 1
    records += page.length
    yield page
  }
  return { pages, records }
}

/** One row of `AsmResults`. Its notes are not asked for and never looked at. One without a result, a pupil or an aspect says nothing of anybody. */
export function translateResult(row: Row, sets: ReadonlyMap<string, string>): SourceResult | null {
  const [pupil, aspect, value, set] = [
    text(row, 'StudentId'),
    text(row, 'AspectId'),
    label(row, 'Result'),
    text(row, 'ResultSetId'),
  ]
  if (pupil === null || aspect === null || value === null) return null
  return {
    ref: idOf(row),
    pupil: { kind: 'misId', value: pupil },
    aspect,
    resultSet: set === null ? null : (sets.get(set) ?? set),
    date: calendarDay(row, 'ResultDate'),
    value,
  }
}
