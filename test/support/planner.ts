import { readFileSync } from 'node:fs'
import { parseAgreement } from '../../agreement/agreement.js'
import type { Agreement } from '../../agreement/agreement.js'

export const PLANNER = 'planner-on-wonde'

/** The planner agreement as it is, but for its name and a connector that we speak already. */
export function plannerOnWonde(): Agreement {
  const preset = readFileSync(new URL('../../agreement/presets/seating-planner.yaml', import.meta.url), 'utf8')
  const parsed = parseAgreement(
    preset.replace(/^id:.*$/m, `id: ${PLANNER}`).replace(/^connectors:.*(\n\s*- .*)*$/m, 'connectors: [wonde]'),
  )
  if (!('agreement' in parsed)) throw new Error(JSON.stringify(parsed.problems))
  return parsed.agreement
}
