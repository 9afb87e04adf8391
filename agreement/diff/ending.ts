import type { Agreement } from '../agreement.js'
import { choice, wording } from './change.js'
import type { Change } from './change.js'

/** Whether years 12 and 13 count. Where the rule comes or goes as a whole, `time.stageEnd` says what that means. */
export function diffStageRule(before: Agreement['stageRule'], after: Agreement['stageRule']): readonly Change[] {
  if (before === null || after === null) return []
  return choice('stageRule.post16CountsAsStage', before.post16CountsAsStage, after.post16CountsAsStage, {
    wider: true,
    words: {
      widens: 'Years 12 and 13 count, so the top year of a school with a sixth form ends later.',
      narrows: 'Years 12 and 13 no longer count: year 11 is the top year of a school with a sixth form.',
    },
  })
}

export function diffTenantEnd(before: Agreement['tenantEnd'], after: Agreement['tenantEnd']): readonly Change[] {
  return [
    ...choice('tenantEnd.unnamedAudit', before.unnamedAudit, after.unnamedAudit, {
      wider: 'P5Y',
      words: {
        widens: 'Rows that name nobody are kept for up to 5 years.',
        narrows: 'No un-named rows are kept any more.',
      },
    }),
    ...profile(before, after),
    ...choice('tenantEnd.returnOffered', before.returnOffered, after.returnOffered, {
      wider: false,
      words: {
        widens: 'At the end the school is no longer offered its data back.',
        narrows: 'At the end the school is offered its data back.',
      },
    }),
  ]
}

function profile(before: Agreement['tenantEnd'], after: Agreement['tenantEnd']): readonly Change[] {
  const path = 'tenantEnd.unnamedProfile'
  // Coming or going with the rows themselves it is no change of its own.
  if (!before.unnamedProfile || !after.unnamedProfile) return []
  return choice(path, before.unnamedProfile, after.unnamedProfile, {
    wider: 'action_log',
    words: { widens: 'Un-named rows hold single acts; so far counts.', narrows: 'Un-named rows hold counts only.' },
  })
}

/** Where the data is held. No list says which country is as good as another. */
export function diffHeldIn(before: string, after: string): readonly Change[] {
  return wording('heldIn', before, after, 'widens', `The data is held elsewhere: ${after}, so far ${before}.`)
}
