import { checkAgreement } from './agreement/check.js'
import { diffAgreement } from './agreement/diff.js'

const usage = ['termkeeper agreement check <file>', 'termkeeper agreement diff <old id or file> <new id or file>'].join(
  '\n',
)

/** Whether a file is an agreement, and what another version of one changes. */
export async function agreement([act, ...args]: readonly string[]): Promise<number> {
  if (act === 'check') return checkAgreement(args, usage)
  if (act === 'diff') return diffAgreement(args, usage)
  throw new Error(usage)
}
