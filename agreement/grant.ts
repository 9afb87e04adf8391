import type { Agreement } from './agreement.js'
import type { ItemCode } from './items.js'
import { isItemCode } from './items.js'

/** Why one code of a grant cannot stand. It names the position and not the text: what a caller sent is not sent back. */
export interface GrantProblem {
  readonly index: number
  readonly code: 'unknownItem' | 'notInAgreement' | 'repeated'
  readonly message: string
}

type AgreedItems = Pick<Agreement, 'items'>

/** What is granted when a school accepts an agreement and ticks nothing. */
export function defaultGrant({ items }: AgreedItems): readonly ItemCode[] {
  return items.filter((item) => item.default === 'granted').map(({ code }) => code)
}

/** Finds what keeps a grant from standing; nothing found, and it may. A school may grant less than the defaults, down to nothing. */
export function checkGrant({ items }: AgreedItems, codes: readonly string[]): readonly GrantProblem[] {
  const agreed = new Set<string>(items.map(({ code }) => code))
  return codes.flatMap((text, index): readonly GrantProblem[] => {
    if (!isItemCode(text))
      return [{ index, code: 'unknownItem', message: 'There is no item of this name; use a code of the agreement.' }]
    if (!agreed.has(text))
      return [
        {
          index,
          code: 'notInAgreement',
          message: 'The agreement does not speak of this item, so it cannot be granted under it.',
        },
      ]
    if (codes.indexOf(text) < index)
      return [{ index, code: 'repeated', message: 'This item stands here twice; name it once.' }]
    return []
  })
}

/** What a new grant takes away: asked for no more, hidden at once. */
export function narrowed(before: readonly ItemCode[], after: readonly ItemCode[]): readonly ItemCode[] {
  const kept = new Set(after)
  return before.filter((code) => !kept.has(code))
}

/** What a new grant adds. */
export function widened(before: readonly ItemCode[], after: readonly ItemCode[]): readonly ItemCode[] {
  return narrowed(after, before)
}
