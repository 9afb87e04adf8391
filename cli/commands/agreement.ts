import { checkAgreement } from './agreement/check.js'
import { diffAgreement } from './agreement/diff.js'
import { printSchema } from './agreement/schema.js'

const usage = [
  'termkeeper agreement check <file>',
  'termkeeper agreement diff <old id or file> <new id or file>',
  'termkeeper agreement schema',
].join('\n')

/** Whether a file is an agreement, what another version of one changes, and the form of one for editors. */
export async function agreement([act, ...args]: readonly string[]): Promise<number> {
  if (act === 'check') return checkAgreement(args, usage)
  if (act === 'diff') return diffAgreement(args, usage)
  if (act === 'schema' && args.length === 0) return printSchema()
  throw new Error(usage)
}
