import { listPrincipals as list } from '../../../db/control/keep-principals.js'
import type { ListedPrincipal } from '../../../db/control/keep-principals.js'
import { withControl } from '../../control.js'
import { readArgs } from '../../typed-args.js'

/** `principal list`: one line a caller, parted by tabs: id, role, day it was made, schools. */
export async function listPrincipals(args: readonly string[], usage: string): Promise<number> {
  readArgs({ args: [...args] }, usage)
  for (const principal of await withControl(list)) console.log(line(principal))
  return 0
}

function line({ id, role, madeAt, schools }: ListedPrincipal): string {
  const reach = role === 'operator' ? 'every school' : schools.join(' ') || 'no school'
  return [id, role, madeAt.toISOString().slice(0, 10), reach].join('\t')
}
