import type { Agreement } from '../agreement.js'
import { choice } from './change.js'
import type { Change } from './change.js'
import { inWords, period } from './period.js'

type LeaverRule = Agreement['time']['pupilLeaver']
type Grace = Extract<LeaverRule, { mode: 'grace' }>
type Immediate = Extract<LeaverRule, { mode: 'immediate' }>

const path = 'time.pupilLeaver'

/** When a pupil who left is erased. */
export function diffLeaver(before: LeaverRule, after: LeaverRule): readonly Change[] {
  if (before.mode === 'grace' && after.mode === 'grace') return withinGrace(before, after)
  if (before.mode === 'immediate' && after.mode === 'immediate') return atOnce(before, after)
  return after.mode === 'grace'
    ? [{ effect: 'widens', path, words: `A leaver stays for up to ${inWords(after.max)}; so far erased at once.` }]
    : [{ effect: 'narrows', path, words: `A leaver is erased at once, within ${inWords(after.stated)}.` }]
}

function withinGrace(before: Grace, after: Grace): readonly Change[] {
  return [
    ...period(`${path}.max`, before.max, after.max, 'A leaver stays for up to'),
    ...choice(`${path}.anchor`, before.anchor, after.anchor, {
      wider: 'notice',
      words: {
        widens: 'A leaver’s time counts from the notice, where that comes after the last day on roll.',
        narrows: 'A leaver’s time counts from the last day on roll, however late the notice.',
      },
    }),
  ]
}

function atOnce(before: Immediate, after: Immediate): readonly Change[] {
  return [
    ...period(`${path}.stated`, before.stated, after.stated, 'A leaver who is reported is erased within'),
    ...period(`${path}.absent`, before.absent, after.absent, 'A pupil whom the source stops naming is erased within'),
  ]
}
