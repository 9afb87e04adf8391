/** The proof that the list of photographs was read to its end, stored with the run beside that of the people. */
export interface PhotosProof {
  readonly pages: number
  /** Pupils of whom the source has one, whoever's. */
  readonly listed: number
  /** Pictures that were fetched, because they are new or another. */
  readonly fetched: number
  /** Those that were not received, by reason. */
  readonly refused: Readonly<Record<string, number>>
}

/** Whether the list may be believed: one that is empty where photographs are held was not read, whatever the source said. */
export function isListCredible({ listed }: PhotosProof, held: number): boolean {
  return listed > 0 || held === 0
}
