import { isRecord } from '../json.js'
import { usualVariant, variantChoices } from './variant.js'
import type { Variant } from './variant.js'

/** A variant as a test sent it, the rest as usual; or a sentence that says what is wrong with it. */
export function readVariant(sent: unknown): Variant | string {
  if (!isRecord(sent)) return 'A variant is an object of settings.'
  const unknown = Object.keys(sent).find((key) => !Object.hasOwn(variantChoices, key))
  if (unknown !== undefined) return `A variant has these settings: ${Object.keys(variantChoices).join(', ')}.`
  for (const [key, choices] of Object.entries(variantChoices)) {
    const value = sent[key]
    if (value !== undefined && !choices.some((choice) => choice === value))
      return `"${key}" is one of ${choices.join(', ')}.`
  }
  return { ...usualVariant, ...sent }
}
