import type { Part } from '../../agreement/parts.js'

/** Which part of whom. */
export interface PartName {
  readonly subject: string
  readonly part: Part
}

/** What we hold of one part, as far as a comparison needs it. */
export interface HeldPart extends PartName {
  readonly id: string
  readonly digest: string
}

/** A part that arrived, with what is to be sealed of it. */
export interface ArrivedPart<Content> extends PartName {
  readonly digest: string
  readonly content: Content
}

export interface PartMatch<Content> {
  readonly held: HeldPart
  readonly arrived: ArrivedPart<Content>
}

export interface PartChanges<Content> {
  readonly added: readonly ArrivedPart<Content>[]
  readonly changed: readonly PartMatch<Content>[]
  readonly removed: readonly HeldPart[]
  readonly unchanged: number
}

export const partKey = ({ subject, part }: PartName) => `${subject} ${part}`

export function changesAnyPart<Content>({ added, changed, removed }: PartChanges<Content>): boolean {
  return [added, changed, removed].some((outcome) => outcome.length > 0)
}

/**
 * Compares what arrived with what is held, by digests alone. `isGone` says of a part that did not arrive whether that proves that the source
 * has it no more: only of somebody on roll, and only where the part was read whole.
 */
export function compareParts<Content>(
  arrived: readonly ArrivedPart<Content>[],
  held: readonly HeldPart[],
  isGone: (held: HeldPart) => boolean,
): PartChanges<Content> {
  const there = new Map(held.map((one) => [partKey(one), one]))
  const came = new Set(arrived.map(partKey))
  const matches = arrived.flatMap((one) => {
    const same = there.get(partKey(one))
    return same ? [{ held: same, arrived: one }] : []
  })
  const changed = matches.filter((match) => match.held.digest !== match.arrived.digest)
  return {
    added: arrived.filter((one) => !there.has(partKey(one))),
    changed,
    removed: held.filter((one) => !came.has(partKey(one)) && isGone(one)),
    unchanged: matches.length - changed.length,
  }
}
