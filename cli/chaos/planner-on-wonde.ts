import type { Agreement } from '../../agreement/agreement.js'
import { shippedAgreements } from '../../agreement/shipped.js'

/** The planner's agreement with a connector that we speak: under it what a school says is carried out within hours, not months. */
export function plannerOnWonde(): Agreement {
  const planner = shippedAgreements().find(({ id }) => id === 'seating-planner')
  if (!planner) throw new Error('The planner’s agreement does not come with the product any more.')
  return { ...planner, id: 'planner-on-wonde', connectors: ['wonde'] }
}
