import { resultsPart } from '../../agreement/parts.js'
import type { GatedResult } from '../gate.js'
import type { KeyedHash } from '../digest.js'
import { partKey } from '../parts/compare-parts.js'
import type { ArrivedPart, PartName } from '../parts/compare-parts.js'

/** A pupil's results in one aspect: one record. */
export type ArrivedResults = ArrivedPart<readonly GatedResult[]>

/** Gathers results as their pages arrive, and makes records of them when all have. */
export interface ResultBook {
  readonly enter: (subject: string, result: GatedResult) => void
  /** The records of which results came. */
  readonly names: () => readonly PartName[]
  /** Adds what is held of a record of which only changes came: the results that nothing came of. */
  readonly complete: (name: PartName, held: readonly GatedResult[]) => void
  readonly close: (digest: KeyedHash) => readonly ArrivedResults[]
}

interface OpenRecord {
  readonly name: PartName
  /** By the source's id: a row that comes twice is one result. */
  readonly results: Map<string, GatedResult>
}

export function openResultBook(): ResultBook {
  const records = new Map<string, OpenRecord>()
  return {
    enter: (subject, result) => {
      const name = { subject, part: resultsPart(result.aspect) }
      const record = records.get(partKey(name)) ?? { name, results: new Map() }
      records.set(partKey(name), record)
      record.results.set(result.ref, result)
    },
    names: () => [...records.values()].map(({ name }) => name),
    complete: (name, held) => {
      const results = records.get(partKey(name))?.results
      for (const result of held) if (results && !results.has(result.ref)) results.set(result.ref, result)
    },
    close: (digest) => [...records.values()].map((record) => closed(record, digest)),
  }
}

/** In the order of days, so that the same results are the same record whatever order they came in. */
function closed({ name, results }: OpenRecord, digest: KeyedHash): ArrivedResults {
  const content = [...results.values()].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))
  const text = JSON.stringify(content.map(({ ref, resultSet, date, value }) => [ref, resultSet, date, value]))
  return { ...name, content, digest: digest('results', name.subject, name.part, text) }
}

const orderOf = ({ date, ref }: GatedResult) => `${date ?? ''} ${ref}`
