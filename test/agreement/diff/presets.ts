import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { parseAgreement } from '../../../agreement/agreement.js'
import type { Agreement } from '../../../agreement/agreement.js'
import type { Change } from '../../../agreement/diff/change.js'
import { diffAgreements } from '../../../agreement/diff/diff.js'

export const portal = presetText('assessment-portal')
export const planner = presetText('seating-planner')

function presetText(name: string): string {
  return readFileSync(new URL(`../../../agreement/presets/${name}.yaml`, import.meta.url), 'utf8')
}

export function read(text: string): Agreement {
  const parsed = parseAgreement(text)
  if ('agreement' in parsed) return parsed.agreement
  throw new Error(JSON.stringify(parsed.problems))
}

/** What changes when one thing in a preset is written otherwise, and what when it is written back. */
export function changesAfter(text: string, was: string, is: string): Record<'there' | 'back', readonly Change[]> {
  expect(text).toContain(was)
  const [before, after] = [read(text), read(text.replace(was, is))]
  return { there: diffAgreements(before, after), back: diffAgreements(after, before) }
}
