import type { Agreement } from '../../../agreement/agreement.js'
import type { Change, Effect } from '../../../agreement/diff/change.js'
import { consequenceOf, diffAgreements } from '../../../agreement/diff/diff.js'
import { findAgreement } from '../../find-agreement.js'
import { readArgs } from '../../typed-args.js'

const headings = { widens: 'What widens:', narrows: 'What narrows:', neither: 'What is neither:' } as const

const consequences = {
  acceptance: 'Something widens: each school has to accept this version, and works under the old one until it does.',
  notice: 'Nothing widens: this version takes effect without a new acceptance, and the main contact is told.',
  nothing: 'The two say the same.',
} as const

const periods =
  'A period that becomes shorter counts for everybody, with 28 days’ notice where something would fall due sooner; one that becomes longer counts only for what happens after the acceptance.'

/** `agreement diff`: what another version changes for a school, in words. */
export async function diffAgreement(args: readonly string[], usage: string): Promise<number> {
  const { positionals } = readArgs({ args: [...args], allowPositionals: true }, usage)
  const [old, young, ...others] = positionals
  if (old === undefined || young === undefined || others.length > 0) throw new Error(usage)
  const [before, after] = [await findAgreement(old), await findAgreement(young)]
  const changes = diffAgreements(before, after)
  console.log(`${nameOf(before)} → ${nameOf(after)}`)
  for (const effect of ['widens', 'narrows', 'neither'] as const) printUnder(effect, changes)
  console.log(`\n${consequences[consequenceOf(changes)]}`)
  if (changes.some(({ effect, path }) => effect !== 'neither' && path.startsWith('time.'))) console.log(periods)
  for (const remark of remarksOn(before, after, changes)) console.log(remark)
  return 0
}

function printUnder(effect: Effect, changes: readonly Change[]): void {
  const lines = changes.filter((change) => change.effect === effect).map(({ path, words }) => `  ${words} (${path})`)
  if (lines.length > 0) console.log(['', headings[effect], ...lines].join('\n'))
}

function remarksOn(before: Agreement, after: Agreement, changes: readonly Change[]): readonly string[] {
  if (before.id !== after.id)
    return ['These are two agreements, not two versions of one: a school accepts either anew.']
  if (changes.length === 0 || after.version > before.version) return []
  return ['A version that was accepted is never changed: give the new file a higher `version` than the old one has.']
}

const nameOf = ({ id, version }: Agreement) => `${id}, version ${version}`
