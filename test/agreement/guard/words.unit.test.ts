import { expect, test } from 'vitest'
import type { GuardFacts } from '../../../agreement/guard/guard.js'
import { judge, loss } from './support.js'

const oneMissing = { permissionsNarrowed: true, losses: [loss({ missing: 1 })] }

test.for<readonly [what: string, facts: Partial<GuardFacts>, words: readonly string[]]>([
  [
    'pupils',
    { losses: [loss({ missing: 90, stated: 30, cohort: 20 })] },
    [
      '40 of 200 pupils (20 percent) are not listed any more, and neither the source nor a last day nor the end of the top year says why. ' +
        'More than 10 at once wait until somebody says whether they have left.',
      '90 of 200 pupils (45 percent) are not listed any more. More than 80 at once are looked at whatever explains them: ' +
        'the 60 whose leaving the source does not state wait until somebody says whether they have left.',
    ],
  ],
  [
    'staff',
    { losses: [loss({ kind: 'staff', listedBefore: 12, missing: 5 })] },
    [
      '5 of 12 members of staff (41.7 percent) are not listed any more, and the source does not state that they have left. ' +
        'More than 3 at once wait until somebody says whether they have.',
    ],
  ],
  [
    'an item',
    { blanked: [{ item: 'pupil.dateOfBirth', had: 180, blanked: 60 }] },
    [
      '“Date of birth” has become empty for 60 of the 180 who had it (33.3 percent). ' +
        'More than 36 at once look like a fault, so what is held stays until somebody says that it is gone.',
    ],
  ],
  [
    'names of pupils',
    { renamed: [{ kind: 'pupil', listed: 180, renamed: 20 }] },
    [
      '20 of 180 pupils (11.1 percent) come under another name. ' +
        'More than 18 at once may be other people under the same numbers, so the new names wait until somebody has looked.',
    ],
  ],
  [
    'names of staff',
    { renamed: [{ kind: 'staff', listed: 12, renamed: 6 }] },
    [
      '6 of 12 members of staff (50 percent) come under another name. ' +
        'More than 5 at once may be other people under the same numbers, so the new names wait until somebody has looked.',
    ],
  ],
  [
    'groups and memberships',
    { groups: { listedBefore: 30, missing: 20, memberships: 600, ended: 400 } },
    [
      '20 of 30 groups (66.7 percent) are not listed any more, outside the weeks in which classes are made anew. ' +
        'More than 15 at once wait until somebody says that they have ended.',
      '400 of 600 memberships (66.7 percent) would end although group and member go on, outside the weeks in which classes are made anew. ' +
        'More than 300 at once wait until somebody says that they have ended.',
    ],
  ],
  [
    'a pupil who may only not be shown',
    oneMissing,
    [
      'The school permits less at its connector than at the last whole read, and 1 of 200 pupils (0.5 percent) is not listed any more. ' +
        'They may be there and only not shown, so they wait until somebody says whether they have left.',
    ],
  ],
])('%s: says what was seen, in figures, and why it waits', ([, facts, words]) => {
  expect(judge(facts).map((risk) => risk.words)).toEqual(words)
})
