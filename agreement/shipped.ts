import { readFileSync } from 'node:fs'
import type { Agreement } from './agreement.js'
import { parseAgreement } from './agreement.js'

const presets = ['assessment-portal', 'seating-planner'] as const

/** The agreements that come with the product, read from the files beside this one. They are proven by a test; one that was edited since may fail. */
export function shippedAgreements(): readonly Agreement[] {
  return presets.map((preset) => {
    const parsed = parseAgreement(readFileSync(new URL(`./presets/${preset}.yaml`, import.meta.url), 'utf8'))
    if ('agreement' in parsed) return parsed.agreement
    const reasons = parsed.problems.map(({ path, message }) => (path ? `${path}: ${message}` : message))
    throw new Error(`The agreement ${preset} that comes with Termkeeper cannot be used. ${reasons.join(' ')}`)
  })
}
