import { addPrincipal } from './principal/add.js'
import { listPrincipals } from './principal/list.js'
import { removePrincipal } from './principal/remove.js'

const usage = [
  'termkeeper principal add --role operator|application [--id <id>]',
  'termkeeper principal add --role school|head --school <school id> [--school …] [--id <id>]',
  'termkeeper principal list',
  'termkeeper principal remove <id>',
].join('\n')

/** Who may call the API: rows in the control database that DATABASE_URL names. */
export async function principal([act, ...args]: readonly string[]): Promise<number> {
  if (act === 'add') return addPrincipal(args, usage)
  if (act === 'list') return listPrincipals(args, usage)
  if (act === 'remove') return removePrincipal(args, usage)
  throw new Error(usage)
}
