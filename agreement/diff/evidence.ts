import type { Agreement } from '../agreement.js'
import { compareEntries, wording } from './change.js'
import type { Change } from './change.js'
import { period } from './period.js'

type Evidence = Agreement['evidence']

/** What is shown to the school, and how often. Less of it is less for the school, so it widens. */
export function diffEvidence(before: Evidence, after: Evidence): readonly Change[] {
  const { added, removed, kept } = compareEntries(before, after, ({ code }) => code)
  const path = ({ code }: Evidence[number]) => `evidence.${code}`
  return [
    ...added.map((one) => ({ effect: 'narrows', path: path(one), words: `Also shown: ${one.what}.` }) as const),
    ...removed.map((one) => ({ effect: 'widens', path: path(one), words: `No longer shown: ${one.what}.` }) as const),
    ...kept.flatMap((one) => diffEntry(path(one.after), one.before, one.after)),
  ]
}

function diffEntry(path: string, before: Evidence[number], after: Evidence[number]): readonly Change[] {
  const otherwise = `What is shown is said otherwise: ${after.what}.`
  const warned = `${after.what}: the supplier is warned at another time before it ends.`
  return [
    ...wording(`${path}.what`, before.what, after.what, 'neither', otherwise),
    ...period(`${path}.every`, before.every, after.every, `${after.what}, every`),
    ...wording(`${path}.warnBefore`, before.warnBefore, after.warnBefore, 'neither', warned),
  ]
}
