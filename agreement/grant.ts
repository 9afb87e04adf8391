import type { Agreement } from './agreement.js'
import { isGrantCode, itemOf } from './grant-code.js'
import type { GrantCode } from './grant-code.js'
import type { ItemCode } from './items.js'

const sentences = {
  unknownItem:
    'There is no item of this name; use a code of the agreement, for an aspect `pupil.assessments:` and its id.',
  notInAgreement: 'The agreement does not speak of this item, so it cannot be granted under it.',
  repeated: 'This item stands here twice; name it once.',
} as const

/** Why one code of a grant cannot stand. It names the position and not the text: what a caller sent is not sent back. */
export interface GrantProblem {
  readonly index: number
  readonly code: keyof typeof sentences
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
  return codes.flatMap((text, index) => {
    const code = reasonAgainst(text)
    return code ? [{ index, code, message: sentences[code] }] : []

    function reasonAgainst(item: string): GrantProblem['code'] | undefined {
      if (!isGrantCode(item)) return 'unknownItem'
      if (!agreed.has(itemOf(item))) return 'notInAgreement'
      return codes.indexOf(item) < index ? 'repeated' : undefined
    }
  })
}

/** What a new grant takes away: asked for no more, hidden at once. */
export function narrowed(before: readonly GrantCode[], after: readonly GrantCode[]): readonly GrantCode[] {
  const kept = new Set(after)
  return before.filter((code) => !kept.has(code))
}

/** What a new grant adds. */
export function widened(before: readonly GrantCode[], after: readonly GrantCode[]): readonly GrantCode[] {
  return narrowed(after, before)
}
