import type { Agreement } from '../agreement.js'
import { amount, wording } from './change.js'
import type { Change } from './change.js'

type Guards = Agreement['guards']
type Threshold = Guards['pupils']

/** What a person looks at before it is erased. A higher threshold asks the school less. */
export function diffGuards(before: Guards, after: Guards): readonly Change[] {
  return [
    ...threshold('unexplainedPupils', 'Pupils gone for no known reason', before, after),
    ...threshold('pupils', 'Pupils gone', before, after),
    ...threshold('staff', 'Staff gone', before, after),
    ...amount('guards.secondPersonAbove', before.secondPersonAbove, after.secondPersonAbove, {
      widens: `One person may release ${after.secondPersonAbove} removals alone; so far ${before.secondPersonAbove}.`,
      narrows: `One person may release only ${after.secondPersonAbove} removals alone; so far ${before.secondPersonAbove}.`,
    }),
  ]
}

function threshold(
  name: 'unexplainedPupils' | 'pupils' | 'staff',
  what: string,
  { [name]: before }: Guards,
  { [name]: after }: Guards,
): readonly Change[] {
  return [
    ...held(`guards.${name}.percent`, `${what}: held above`, before.percent, after.percent, 'percent'),
    ...held(`guards.${name}.atLeast`, `${what}: held from`, before.atLeast, after.atLeast, 'people'),
    ...limits(`guards.${name}.schoolMaySet`, what, before, after),
  ]
}

function held(path: string, what: string, before: number, after: number, unit: string): readonly Change[] {
  const words = `${what} ${after} ${unit}, so far ${before}.`
  return amount(path, before, after, { widens: words, narrows: words })
}

function limits(path: string, what: string, before: Threshold, after: Threshold): readonly Change[] {
  const { from, to } = after.schoolMaySet
  const words = `${what}: a school may set from ${from} to ${to} percent for itself.`
  return wording(path, before.schoolMaySet, after.schoolMaySet, 'neither', words)
}
