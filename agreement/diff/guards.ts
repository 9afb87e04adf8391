import type { Agreement } from '../agreement.js'
import { guardNames } from '../schema/guards.js'
import type { GuardName } from '../schema/guards.js'
import { amount, wording } from './change.js'
import type { Change } from './change.js'

type Guards = Agreement['guards']

const watched: Readonly<Record<GuardName, { readonly what: string; readonly unit: string }>> = {
  unexplainedPupils: { what: 'Pupils gone for no known reason', unit: 'people' },
  pupils: { what: 'Pupils gone', unit: 'people' },
  staff: { what: 'Staff gone', unit: 'people' },
  blankedItem: { what: 'An item that has become empty', unit: 'people' },
  renamedPeople: { what: 'People under another name', unit: 'people' },
  groups: { what: 'Groups gone, or memberships ended', unit: 'of them' },
}

/** What a person looks at before it is applied. A higher threshold asks the school less. */
export function diffGuards(before: Guards, after: Guards): readonly Change[] {
  return [
    ...guardNames.flatMap((name) => threshold(name, before, after)),
    ...amount('guards.secondPersonAbove', before.secondPersonAbove, after.secondPersonAbove, {
      widens: `One person may release ${after.secondPersonAbove} removals alone; so far ${before.secondPersonAbove}.`,
      narrows: `One person may release only ${after.secondPersonAbove} removals alone; so far ${before.secondPersonAbove}.`,
    }),
  ]
}

function threshold(name: GuardName, { [name]: before }: Guards, { [name]: after }: Guards): readonly Change[] {
  const { what, unit } = watched[name]
  const { from, to } = after.schoolMaySet
  return [
    ...held(`guards.${name}.percent`, `${what}: held above`, before.percent, after.percent, 'percent'),
    ...held(`guards.${name}.atLeast`, `${what}: never held up to`, before.atLeast, after.atLeast, unit),
    ...wording(
      `guards.${name}.schoolMaySet`,
      before.schoolMaySet,
      after.schoolMaySet,
      'neither',
      `${what}: a school may set from ${from} to ${to} percent for itself.`,
    ),
  ]
}

function held(path: string, what: string, before: number, after: number, unit: string): readonly Change[] {
  const words = `${what} ${after} ${unit}, so far ${before}.`
  return amount(path, before, after, { widens: words, narrows: words })
}
