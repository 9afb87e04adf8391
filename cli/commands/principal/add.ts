import { ulid } from 'ulid'
import { addPrincipal as add } from '../../../db/control/keep-principals.js'
import type { NewPrincipal } from '../../../db/control/keep-principals.js'
import { roles } from '../../../db/control/principal.js'
import type { Role } from '../../../db/control/principal.js'
import { withControl } from '../../control.js'
import { readArgs } from '../../typed-args.js'

/** `principal add`: the token alone goes to standard output, so that it can be piped into where secrets are kept. */
export async function addPrincipal(args: readonly string[], usage: string): Promise<number> {
  const asked = read(args, usage)
  const added = await withControl((control) => add(control, asked))
  if (!('refused' in added)) {
    console.error(
      `Added ${asked.id}: ${reach(asked, added.schools)} Its token follows, this once; it is kept as a hash.`,
    )
    console.log(added.token)
    return 0
  }
  if (added.refused === 'idTaken')
    throw new Error('This --id is, or was, another caller’s; choose one that nobody has had, or leave it out.')
  throw new Error(`There is no school of the id in --school no. ${added.index + 1}; GET /v1/schools lists them.`)
}

function read(args: readonly string[], usage: string): NewPrincipal {
  const { values } = readArgs(
    {
      args: [...args],
      options: { role: { type: 'string' }, school: { type: 'string', multiple: true }, id: { type: 'string' } },
    },
    usage,
  )
  const role = roles.find((one) => one === values.role)
  if (!role) throw new Error(`Say --role, one of ${roles.join(', ')}.\n${usage}`)
  const id = values.id ?? ulid().toLowerCase()
  if (!/^[a-z0-9-]{1,64}$/.test(id))
    throw new Error('Write --id in lower-case letters, digits and hyphens, 64 at most.')
  return { id, role, schools: schoolsFor(role, values.school) }
}

function schoolsFor(role: Role, schools: readonly string[] | undefined): NewPrincipal['schools'] {
  if (role === 'operator' && schools) throw new Error('An operator speaks for every school; leave out --school.')
  if (role === 'operator') return []
  if (role === 'application') return schools ?? 'all'
  if (!schools) throw new Error('Say with --school for which school it speaks; repeat it for more than one.')
  return schools
}

function reach({ role }: NewPrincipal, schools: number): string {
  if (role === 'operator') return 'an operator, for every school.'
  const now = `${role}, for ${schools} ${schools === 1 ? 'school' : 'schools'}`
  return role === 'application' ? `${now} and for each that is registered from now on.` : `${now}.`
}
