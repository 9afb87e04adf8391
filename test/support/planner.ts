import { readFileSync } from 'node:fs'
import { parseAgreement } from '../../agreement/agreement.js'
import type { Agreement } from '../../agreement/agreement.js'

export const PLANNER = 'planner-on-wonde'

export const plannerOnWonde = (): Agreement => plannerOn('wonde')

/** The planner agreement as it is, but for its name, `planner-on-` and the connector, and a connector that it does not name itself. */
export function plannerOn(connector: 'wonde' | 'oneroster'): Agreement {
  const preset = readFileSync(new URL('../../agreement/presets/seating-planner.yaml', import.meta.url), 'utf8')
  const parsed = parseAgreement(
    preset
      .replace(/^id:.*$/m, `id: planner-on-${connector}`)
      .replace(/^connectors:.*(\n\s*- .*)*$/m, `connectors: [${connector}]`),
  )
  if (!('agreement' in parsed)) throw new Error(JSON.stringify(parsed.problems))
  return parsed.agreement
}
