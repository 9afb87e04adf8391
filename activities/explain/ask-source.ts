import { ApplicationFailure } from '@temporalio/common'
import { londonDay } from '../../agreement/calendar.js'
import type { SourceSays } from '../../agreement/explain/explain.js'
import type { ItemCode } from '../../agreement/items.js'
import { isNamed } from '../../connectors/named.js'
import { sourceFailureTypes } from '../../connectors/source.js'
import type { Source, SourceRecord } from '../../connectors/source.js'
import type { Tombstone } from '../../db/school/tombstone.js'
import { digest } from '../../pipeline/digest.js'
import { gate, gateDeparture } from '../../pipeline/gate.js'
import type { GateTerms } from '../../pipeline/gate.js'
import { keptOutBy } from '../collect/erased-before.js'
import { openProven } from '../collect/open-proven.js'
import { grants } from '../collect/read.js'
import { underVigil } from '../collect/vigil.js'
import type { ActivityDependencies } from '../dependencies.js'
import type { Explaining } from './answer.js'

// Somebody waits for the answer, and the school's life with it: a source that is down is waited for at night, not here.
const PATIENCE_MS = 30_000

/** Asks the source about one person, by the same gate and under the same vigil as a read. Of the items only those by which a person is known. */
export async function askSource(
  deps: ActivityDependencies,
  explaining: Explaining,
  stones: readonly Tombstone[],
): Promise<SourceSays> {
  const { terms, asked, at } = explaining
  const hurried = { ...deps, patienceMs: Math.min(deps.patienceMs, PATIENCE_MS) }
  try {
    return await underVigil(hurried, terms.school.id, async (vigil) => {
      const granted = vigil.grant().items
      if (!grants(granted, asked.kind)) return { is: 'notReceived' }
      const { source } = await openProven(hurried, terms, vigil)
      const listed = await source.find(asked.kind, asked.id, namesIn(granted))
      const gating = { granted, people: terms.agreement.people, today: londonDay(at) }
      return listed ? sayListed(listed, gating, explaining, stones) : await sayGone(source, explaining)
    })
  } catch (failure) {
    return { is: whyNot(failure) }
  }
}

const names: readonly ItemCode[] = ['pupil.misId', 'pupil.upn', 'staff.misId']
const namesIn = (granted: ReadonlySet<ItemCode>) => new Set(names.filter((code) => granted.has(code)))

function sayListed(
  record: SourceRecord,
  gating: GateTerms,
  { keys }: Explaining,
  stones: readonly Tombstone[],
): SourceSays {
  const outcome = gate(record, gating)
  const { start, leaving } = record.facts.spell ?? { start: null, leaving: null }
  if ('refused' in outcome) return { is: 'listed', as: outcome.refused, start, leaving, erasedOn: null }
  const mark = keptOutBy(stones, digest(outcome.passed, keys.hashes), keys.lookup)
  return { is: 'listed', as: 'received', start, leaving, erasedOn: mark ? londonDay(mark.erasedAt) : null }
}

/** Neither among those present: then what the source states of leavers and deletions, as a night asks about whoever is missing. */
async function sayGone(source: Source, { asked }: Explaining): Promise<SourceSays> {
  const isMeant = isNamed(asked.id)
  for await (const page of source.departures(null)) {
    const found = page.find((one) => one.kind === asked.kind && isMeant(one))
    if (!found) continue
    const { by, leftOn, at } = gateDeparture(found)
    return { is: 'gone', by, leftOn, on: at === null ? null : londonDay(at) }
  }
  return { is: 'unknown' }
}

const failures: ReadonlySet<unknown> = new Set(sourceFailureTypes)
const stops: ReadonlySet<unknown> = new Set(['SchoolStopped', 'SchoolEnding'])

/** That a source could not be asked, or may not be, is an answer too. Anything else is none, and thrown on. */
function whyNot(failure: unknown): 'stopped' | 'unavailable' {
  const type = failure instanceof ApplicationFailure ? failure.type : undefined
  if (stops.has(type)) return 'stopped'
  if (failures.has(type)) return 'unavailable'
  throw failure
}
