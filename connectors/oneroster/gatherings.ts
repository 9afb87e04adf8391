import { isForbidden, isStatus } from '../http/failures.js'
import type { Feed, FeedEnd } from './feed.js'
import { fieldsOf } from './fields.js'
import type { Block } from '../block.js'
import { idOf } from './translate/block.js'
import { enrolmentOf } from './translate/enrolments.js'
import type { Enrolment, Mates } from './translate/enrolments.js'
import type { ClassKnown } from './translate/person.js'
import { isRemoved } from './translate/status.js'
import { classKnown } from './translate/translate.js'

/** Every class by its id, and how their list ended. */
export interface Classes {
  readonly byId: ReadonlyMap<string, { readonly row: Block; readonly known: ClassKnown }>
  readonly end: FeedEnd
}

/** Everybody's places in classes, by person and by class. */
export interface Enrolments {
  readonly byUser: ReadonlyMap<string, readonly Enrolment[]>
  readonly mates: Mates
}

/** The lists that people are put together from, each read once for one `Source` and kept in its memory. */
export interface Gatherings {
  readonly classes: () => Promise<Classes>
  readonly enrolments: () => Promise<Enrolments>
  /** Undefined where the provider does not share them. */
  readonly births: () => Promise<ReadonlyMap<string, Block> | undefined>
  /** How many rows there were of each list that was read so far. */
  readonly rows: () => Readonly<Record<string, number>>
}

type Gathered = 'classes' | 'enrollments' | 'demographics'
/** Hands every row of a list over, and answers how it ended. */
type EachRow = (name: Gathered, take: (row: Block) => void) => Promise<FeedEnd>

export function gatherings(feed: Feed, version: '1.1' | '1.2'): Gatherings {
  const rows: Record<string, number> = {}
  const eachRow: EachRow = async (name, take) => {
    let count = 0
    const walk = feed.list(name, { fields: fieldsOf(name, new Set(), version), who: 'present' })
    let step = await walk.next()
    for (; !step.done; step = await walk.next()) {
      count += step.value.length
      step.value.forEach(take)
    }
    rows[name] = count
    return step.value
  }
  return {
    classes: once(() => readClasses(eachRow)),
    enrolments: once(() => readEnrolments(eachRow)),
    births: once(() => readBirths(eachRow)),
    rows: () => rows,
  }
}

async function readClasses(eachRow: EachRow): Promise<Classes> {
  const byId = new Map<string, { readonly row: Block; readonly known: ClassKnown }>()
  const end = await eachRow('classes', (row) => {
    if (!isRemoved(row)) byId.set(idOf(row), { row, known: classKnown(row) })
  })
  return { byId, end }
}

async function readEnrolments(eachRow: EachRow): Promise<Enrolments> {
  const byUser = new Map<string, Enrolment[]>()
  const mates = new Map<string, Enrolment[]>()
  await eachRow('enrollments', (row) => {
    const read = enrolmentOf(row)
    if (!read) return
    put(byUser, read.user, read.enrolment)
    if (read.enrolment.asPupil) put(mates, read.enrolment.class, read.enrolment)
  })
  return { byUser, mates }
}

async function readBirths(eachRow: EachRow): Promise<ReadonlyMap<string, Block> | undefined> {
  const found = new Map<string, Block>()
  try {
    await eachRow('demographics', (row) => {
      if (!isRemoved(row)) found.set(idOf(row), row)
    })
    return found
  } catch (failure) {
    if (isForbidden(failure, 'demographics') || isStatus(failure, 404, 'demographics')) return undefined
    throw failure
  }
}

/** No list is asked for twice in a night; one that failed may be. */
function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined
  return () => {
    reading ??= read()
    reading.catch(() => (reading = undefined))
    return reading
  }
}

function put(map: Map<string, Enrolment[]>, key: string, enrolment: Enrolment): void {
  const list = map.get(key)
  if (list) list.push(enrolment)
  else map.set(key, [enrolment])
}
