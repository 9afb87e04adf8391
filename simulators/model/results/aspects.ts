/** A column of the mark book. */
export interface Aspect {
  readonly number: number
  readonly name: string
  /** What its results look like. */
  readonly scale: 'grade' | 'score' | 'age'
  /** Whether it is filled each term, or once in the August after a pupil left. */
  readonly filled: 'eachTerm' | 'afterLeaving'
}

/** Every school's, numbered by their place. */
export const aspects: readonly Aspect[] = [
  aspect(0, 'Reading', 'grade'),
  aspect(1, 'Writing', 'grade'),
  aspect(2, 'Mathematics', 'grade'),
  aspect(3, 'Science', 'grade'),
  aspect(4, 'Mathematics score', 'score'),
  aspect(5, 'Reading age', 'age'),
  { number: 6, name: 'Final examination', scale: 'score', filled: 'afterLeaving' },
]

function aspect(number: number, name: string, scale: Aspect['scale']): Aspect {
  return { number, name, scale, filled: 'eachTerm' }
}
