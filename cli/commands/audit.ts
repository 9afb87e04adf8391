import { checkAudit } from '../../db/control/check-audit.js'
import type { ChainFault } from '../../proof/audit-chain.js'
import { withControl } from '../control.js'
import { readArgs } from '../typed-args.js'

const usage = 'termkeeper audit check'

const faults: Readonly<Record<ChainFault['fault'], string>> = {
  altered: 'is not as it was written, or its neighbour is not',
  missing: 'is missing',
  outOfOrder: 'stands where another belongs',
  beyondEnd: 'was added behind the end',
}

/** `audit check`: computes the register of the control database again, and names for each school the first entry that does not fit. */
export async function audit([act, ...args]: readonly string[]): Promise<number> {
  if (act !== 'check') throw new Error(usage)
  readArgs({ args: [...args] }, usage)
  const checked = await withControl(checkAudit)
  for (const { school, seq, fault } of checked.faults) console.error(`School ${school}: entry ${seq} ${faults[fault]}.`)
  if (checked.faults.length > 0) return 1
  console.log(`The register is whole: ${checked.schools} schools.`)
  return 0
}
