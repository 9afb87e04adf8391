import type { Agreement } from '../agreement.js'
import { choice } from './change.js'
import type { Change } from './change.js'

/** Whose records are received. Contacts are refused under every agreement, so there is nothing to compare. */
export function diffPeople(before: Agreement['people'], after: Agreement['people']): readonly Change[] {
  return [
    ...choice('people.preAdmission', before.preAdmission, after.preAdmission, {
      wider: 'accept',
      words: {
        widens: 'Pupils are received before their first day.',
        narrows: 'Pupils are received from their first day on only.',
      },
    }),
    ...choice('people.guests', before.guests, after.guests, {
      wider: 'accept',
      words: { widens: 'Guests of other schools are received too.', narrows: 'Guests of other schools are refused.' },
    }),
    ...choice('people.acceptResultsAfterLeaving', before.acceptResultsAfterLeaving, after.acceptResultsAfterLeaving, {
      wider: true,
      words: {
        widens: 'Results of somebody who left are still taken.',
        narrows: 'Results of somebody who left are no longer taken.',
      },
    }),
  ]
}
