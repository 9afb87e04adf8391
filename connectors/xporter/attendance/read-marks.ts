import { dayBeside } from '../../calendar-day.js'
import type { MarkWalk, SourceMark } from '../../source.js'
import type { WalkList } from '../departures.js'
import { untilReady } from '../freshness.js'
import type { Ask } from '../http/client.js'
import { fieldsOf } from '../http/said.js'
import { pagePlan } from '../page-plan.js'
import type { Pages } from '../page-plan.js'
import { marksRequest } from '../requests.js'
import type { XporterBinding } from '../settings.js'
import { idOf } from '../translate/row.js'
import { translateMark } from '../translate/translate-mark.js'
import { walkDatasets } from '../walk.js'
import type { WalkPlan } from '../walk.js'
import { gatherPupilRefs } from './pupil-refs.js'
import type { PupilRefs } from './pupil-refs.js'

export interface MarkReading {
  readonly ask: Ask
  readonly binding: XporterBinding
  readonly pages: Pages
  readonly walk: WalkList
}

/** Days, both included; `changedSince` is null where all marks of the others are asked for. */
export interface MarkDays {
  readonly from: string
  readonly to: string
  readonly changedSince: string | null
}

/** Reads a school's marks, a stretch of days at a time. Its pupils are listed once. */
export function markReader(reading: MarkReading): (days: MarkDays) => MarkWalk {
  let refs: Promise<PupilRefs> | undefined
  return async function* marks(days) {
    return yield* readMarks(reading, days, await (refs ??= gatherPupilRefs(reading.walk)))
  }
}

/**
 * Nothing says whether the bounds of the dates are within: a day more is asked for on each side, and what lies outside is left here. A
 * question that was asked before may be answered from an old copy while a new one is fetched: so it is asked once, waited for, and read then.
 */
async function* readMarks({ ask, binding, pages }: MarkReading, days: MarkDays, refOf: PupilRefs): MarkWalk {
  const from = firstOf(days)
  const request = marksRequest(dayBeside(from, -1), dayBeside(days.to, 1))
  const plan = pagePlan(binding, request, pages)
  const primary = await nameOfMarks(ask, plan)
  await untilReady(ask, binding, request)
  const within = ({ date }: SourceMark) => date >= from && date <= days.to
  let marks = 0
  let read = 0
  for await (const { rows } of walkDatasets(ask, { ...plan, primary, keyOf: idOf })) {
    const own = rows(primary)
      .flatMap((row) => translateMark(row, refOf) ?? [])
      .filter(within)
    read += 1
    marks += own.length
    yield own
  }
  return { pages: read, records: marks }
}

// An absence has to be explained within five school days (domain sheet A6). What is corrected later waits for the week's whole read.
const CHANGES_FOR_DAYS = 7

/** Marks do not say when they were changed, and lists of changes go by questions that are the same each night: the last days stand for them. */
function firstOf({ from, changedSince }: MarkDays): string {
  const since = changedSince === null ? from : dayBeside(changedSince, -CHANGES_FOR_DAYS)
  return since > from ? since : from
}

// The papers write the first; other lists bear the name of their endpoint.
const names = ['AttendMarks', 'AttendanceForDateRange']

/** The name under which marks come, by the shortest answer there can be. */
async function nameOfMarks(ask: Ask, { page, endpoint }: Pick<WalkPlan, 'page' | 'endpoint'>): Promise<string> {
  const fields = fieldsOf(await ask(page(1, 1), endpoint))
  return names.find((name) => fields.has(name.toLowerCase())) ?? 'AttendMarks'
}
