/** How the results of one aspect were read. */
interface AspectProof {
  /** The source's id of the aspect. */
  readonly aspect: string
  /** Only what changed since this day was asked for; null: all. */
  readonly changedSince: string | null
  readonly pages: number
  /** Results that came, whoever's and of whatever aspect. */
  readonly results: number
}

/** The proof that the chosen aspects were read to their end, stored with the run beside that of the people. */
export interface ResultsProof {
  readonly aspects: readonly AspectProof[]
  /** Results that were not received, by reason. */
  readonly refused: Readonly<Record<string, number>>
}

/**
 * The aspects that cannot be believed: every page was followed, yet nothing came of an aspect that was asked for whole and of which something
 * is held. A column that was emptied, deleted or hidden looks the same, and which of them it was only the school can say.
 */
export function emptied({ aspects }: ResultsProof, holds: (aspect: string) => boolean): readonly string[] {
  return aspects
    .filter(({ aspect, changedSince, results }) => changedSince === null && results === 0 && holds(aspect))
    .map(({ aspect }) => aspect)
}
