import type { Feed } from './feed.js'
import type { Block } from './translate/block.js'
import { idOf } from './translate/block.js'
import { enrolmentOf } from './translate/enrolments.js'
import type { Enrolment, Mates } from './translate/enrolments.js'
import type { ClassKnown } from './translate/person.js'
import { isRemoved } from './translate/status.js'
import { classKnown } from './translate/translate.js'
import { isForbidden, isStatus } from '../http/failures.js'
import { fieldsOf } from './fields.js'

type Version = '1.1' | '1.2'

/** The lists that people are put together from, each read once for one `Source` and kept in its memory. */
export interface Gatherings {
  readonly classes: () => Promise<ReadonlyMap<string, { readonly row: Block; readonly known: ClassKnown }>>
  readonly classPages: () => number
  readonly enrolments: () => Promise<Enrolments>
  /** Undefined where the provider does not share them. */
  readonly births: () => Promise<ReadonlyMap<string, Block> | undefined>
}

/** Everybody's places in classes, by person and by class. */
export interface Enrolments {
  readonly byUser: ReadonlyMap<string, readonly Enrolment[]>
  readonly mates: Mates
}

const nothing = new Set<never>()

export function gatherings(feed: Feed, version: Version): Gatherings {
  let pages = 0
  const rowsOf = async (name: 'classes' | 'enrollments' | 'demographics', take: (row: Block) => void) => {
    const walk = feed.list(name, { fields: fieldsOf(name, nothing, version), who: 'present' })
    let step = await walk.next()
    for (; !step.done; step = await walk.next()) step.value.forEach(take)
    return step.value
  }
  const classes = once(async () => {
    const found = new Map<string, { readonly row: Block; readonly known: ClassKnown }>()
    pages = await rowsOf('classes', (row) => {
      if (!isRemoved(row)) found.set(idOf(row), { row, known: classKnown(row) })
    })
    return found
  })
  const enrolments = once(async () => {
    const byUser = new Map<string, Enrolment[]>()
    const mates = new Map<string, Enrolment[]>()
    await rowsOf('enrollments', (row) => {
      const read = enrolmentOf(row)
      if (!read) return
      put(byUser, read.user, read.enrolment)
      if (read.enrolment.asPupil) put(mates, read.enrolment.class, read.enrolment)
    })
    return { byUser, mates }
  })
  const births = once(async () => {
    const found = new Map<string, Block>()
    try {
      await rowsOf('demographics', (row) => {
        if (!isRemoved(row)) found.set(idOf(row), row)
      })
      return found
    } catch (failure) {
      if (isForbidden(failure, 'demographics') || isStatus(failure, 404, 'demographics')) return undefined
      throw failure
    }
  })
  return { classes, classPages: () => pages, enrolments, births }
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
