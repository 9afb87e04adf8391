import { removePrincipal as remove } from '../../../db/control/keep-principals.js'
import { withControl } from '../../control.js'
import { readArgs } from '../../typed-args.js'

/** `principal remove`: the token opens nothing from then on. What was done with it stays on record. */
export async function removePrincipal(args: readonly string[], usage: string): Promise<number> {
  const { positionals } = readArgs({ args: [...args], allowPositionals: true }, usage)
  const [id, ...others] = positionals
  if (id === undefined || others.length > 0) throw new Error(usage)
  if (!(await withControl((control) => remove(control, id))))
    throw new Error('There is no caller of this id; `termkeeper principal list` shows them.')
  console.log('Removed. Its token opens nothing any more; what it instructed stays on record.')
  return 0
}
