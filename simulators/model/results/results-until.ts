import { addDays } from '../calendar.js'
import { between, chance, pick } from '../random.js'
import { aspects } from './aspects.js'
import { resultSetsUntil } from './result-sets.js'
import type { Day } from '../calendar.js'
import type { Pupil } from '../pupils/pupil.js'
import type { Aspect } from './aspects.js'
import type { ResultSet } from './result-sets.js'

export interface Result {
  /** In the order of occasions, aspects and pupils; below 2^53 for as long as anybody cares. */
  readonly number: number
  readonly pupil: Pupil
  readonly aspect: Aspect
  readonly set: ResultSet
  readonly value: string
  readonly createdAt: string
  readonly updatedAt: string
}

// Above every pupil's number, those of newcomers included, and more than there are aspects.
const PUPILS = 2 ** 24
const ASPECTS = 16

const grades = ['Working towards', 'Expected', 'Expected', 'Greater depth']
const SOONEST_REVISED_DAYS = 2
const LATEST_REVISED_DAYS = 9

/**
 * What the mark book says on the day `today`: a pure function of seed, pupils and day. One in ten results is moderated some days after it was
 * entered, so results change after they were read.
 */
export function resultsUntil(seed: number, pupils: readonly Pupil[], today: Day): readonly Result[] {
  return resultSetsUntil(today).flatMap((set) =>
    aspects.flatMap((aspect) =>
      pupils
        .filter((pupil) => sat(seed, pupil, aspect, set))
        .map((pupil) => entered(seed, { pupil, aspect, set, today })),
    ),
  )
}

/** A term's aspects of those on roll that day, with a gap here and there; examinations of those who left that summer. */
function sat(
  seed: number,
  { number, admissionDate, leavingDate }: Pupil,
  { number: of, filled }: Aspect,
  set: ResultSet,
) {
  if ((filled === 'afterLeaving') !== set.examinations) return false
  if (set.examinations) return leavingDate !== null && leavingDate < set.day && leavingDate >= addDays(set.day, -92)
  if (admissionDate > set.day || (leavingDate !== null && leavingDate < set.day)) return false
  return !chance(seed, 0.04, 'no result', number, of, set.number)
}

interface Entry {
  readonly pupil: Pupil
  readonly aspect: Aspect
  readonly set: ResultSet
  readonly today: Day
}

function entered(seed: number, { pupil, aspect, set, today }: Entry): Result {
  const key = [pupil.number, aspect.number, set.number] as const
  const revisedOn = addDays(set.day, between(seed, SOONEST_REVISED_DAYS, LATEST_REVISED_DAYS, 'revised on', ...key))
  const revised = revisedOn <= today && chance(seed, 0.1, 'revised', ...key)
  return {
    number: (set.number * ASPECTS + aspect.number) * PUPILS + pupil.number,
    pupil,
    aspect,
    set,
    value: valueOn(seed, aspect, [...key, revised ? 'revised' : 'first']),
    createdAt: `${set.day} 15:30:00`,
    updatedAt: `${revised ? revisedOn : set.day} 15:30:00`,
  }
}

function valueOn(seed: number, { scale }: Aspect, key: readonly (string | number)[]): string {
  switch (scale) {
    case 'grade':
      return pick(seed, grades, 'grade', ...key)
    case 'score':
      return String(between(seed, 80, 120, 'score', ...key))
    case 'age':
      return `${between(seed, 5, 16, 'years', ...key)}.${String(between(seed, 0, 11, 'months', ...key)).padStart(2, '0')}`
  }
}
