/** How many of how many, and up to how many are believed without asking. */
export interface Figures {
  readonly of: number
  readonly count: number
  /** To one decimal. */
  readonly percent: number
  readonly limit: number
}

interface Threshold {
  readonly percent: number
  readonly atLeast: number
}

/** The largest number that is not held: the share, but never less than the floor. Percent alone would hold two leavers of a small school. */
export function limitOf(of: number, { percent, atLeast }: Threshold): number {
  return Math.max(atLeast, Math.floor((of * percent) / 100))
}

/**
 * In a summer half of a small staff may change: a school of seven loses three and is the same school. So the floor doubles, up to half the
 * staff. Under the presets the usual fifth of a staff of thirty is as much, and holds unchanged from there on.
 */
export function rolloverStaffLimit(of: number, threshold: Threshold): number {
  return Math.max(limitOf(of, threshold), Math.min(2 * threshold.atLeast, Math.floor(of / 2)))
}

export function figuresOf(count: number, of: number, limit: number): Figures {
  return { of, count, percent: of === 0 ? 0 : Math.round((count * 1000) / of) / 10, limit }
}
