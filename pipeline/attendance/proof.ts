/** The proof that a window of marks, or what changed in it, was read to its end, stored with the run beside that of the people. */
export interface AttendanceProof {
  /** The first and the last day that were asked for. */
  readonly from: string
  readonly to: string
  /** Only what changed since this day was asked for; null: all. */
  readonly changedSince: string | null
  readonly pages: number
  readonly marks: number
  /** Marks that were not received, by reason. */
  readonly refused: Readonly<Record<string, number>>
  /** Codes that are on no list of their day, by finding; kept as received. */
  readonly findings: Readonly<Record<string, number>>
  /** People with marks in these days of whom none came: they keep what is held. */
  readonly silent: number
}

/**
 * Whether a window may be believed. Every page was followed, or there would be no proof; yet a register that is empty where we hold marks
 * was not read, whatever the source said. That nothing changed is true of every holiday.
 */
export function isCredible({ marks, changedSince }: AttendanceProof, held: number): boolean {
  return marks > 0 || held === 0 || changedSince !== null
}
