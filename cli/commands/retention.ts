import { readFile } from 'node:fs/promises'
import { retentionPolicy } from '../../agreement/agreement.js'
import { answerOf } from '../../agreement/retention/answer.js'
import { readFacts } from '../../agreement/retention/read-facts.js'
import { retentionOf } from '../../agreement/retention/retention.js'
import { findAgreement } from '../find-agreement.js'
import { readArgs } from '../typed-args.js'

const usage = 'termkeeper retention --agreement <id or file> <facts.json>'

/** Every date that an agreement sets for one person or many, from facts in a file; prints the answer as JSON. */
export async function retention(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArgs(
    { args: [...args], options: { agreement: { type: 'string' } }, allowPositionals: true },
    usage,
  )
  const [file, ...more] = positionals
  if (values.agreement === undefined || file === undefined || more.length > 0) throw new Error(usage)
  const policy = retentionPolicy(await findAgreement(values.agreement))
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Error('The file of facts cannot be read; check its path and who may read it.')
  })
  const read = readFacts(text)
  if ('problems' in read) throw new Error(read.problems.join('\n'))
  const answers = read.facts.map((facts) => answerOf(retentionOf(facts, policy)))
  console.log(JSON.stringify(read.one ? answers[0] : answers, undefined, 2))
  return 0
}
