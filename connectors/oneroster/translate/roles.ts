import type { Block } from '../../block.js'
import { idOf, many, reference, text } from './block.js'
import { dayIn, lastDayIn } from './days.js'

/** Somebody's part at the school. Days are given in 1.2 only; `last` is the last that counts. */
export interface Role {
  readonly role: string
  readonly from: string | null
  readonly last: string | null
}

/** What a row says of roles: those at our school, and whether it names other schools only. */
export interface Roles {
  readonly here: readonly Role[]
  readonly elsewhereOnly: boolean
}

/** One `role` and a list of `orgs` in 1.1, a list of `roles` in 1.2; whichever of the two has come is read. */
export function rolesOf(row: Block, schoolId: string): Roles {
  const list = many(row, 'roles')
  if (list.length > 0) {
    const here = list.filter((one) => (reference(one, 'org') ?? schoolId) === schoolId)
    return { here: here.map(roleIn), elsewhereOnly: here.length === 0 }
  }
  const orgs = many(row, 'orgs').map(idOf)
  const role = text(row, 'role')
  if (orgs.length > 0 && !orgs.includes(schoolId)) return { here: [], elsewhereOnly: true }
  return { here: role === null ? [] : [{ role: word(role), from: null, last: null }], elsewhereOnly: false }
}

function roleIn(block: Block): Role {
  return { role: word(text(block, 'role') ?? ''), from: dayIn(block, 'beginDate'), last: lastDayIn(block, 'endDate') }
}

const word = (role: string) => role.toLowerCase().replaceAll(/[^a-z]/g, '')

// Parents, guardians and relatives have no line here, so that nothing of them is ever translated (R33). Proctors watch examinations.
const staffRoles: ReadonlySet<string> = new Set([
  'teacher',
  'aide',
  'administrator',
  'counselor',
  'principal',
  'siteadministrator',
])

export function isPupil({ role }: Role): boolean {
  return role === 'student'
}

export function isStaff({ role }: Role): boolean {
  return staffRoles.has(role)
}
