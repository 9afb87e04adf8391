import type { Variant } from './variant.js'

const lists: Readonly<Record<Variant['withheld'], readonly string[]>> = {
  nothing: [],
  births: ['demographics'],
  classes: ['classes'],
  people: ['users', 'students', 'teachers'],
}

/** Whether the school keeps back a list, or the file of that name. */
export function isWithheld(name: string, { withheld }: Variant): boolean {
  return lists[withheld].includes(name)
}
