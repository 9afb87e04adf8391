import { lengthOf } from '../../agreement/retention/days.js'
import { retentionPolicy } from '../../agreement/agreement.js'
import type { Terms } from '../collect/terms.js'

/** How far erasing leads a promise that is counted in hours, in milliseconds. */
export function leadOf({ agreement }: Pick<Terms, 'agreement'>): number {
  return lengthOf(retentionPolicy(agreement).margins.hours)
}
