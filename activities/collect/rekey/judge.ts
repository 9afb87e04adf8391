import type { Verdict } from '../../../pipeline/verdict.js'

/** Who could not be found again of one kind of which most came under ids that we do not hold. */
export interface Doubt {
  readonly kind: 'pupil' | 'staff'
  readonly listedBefore: number
  /** Held, on roll until now, and not found again. */
  readonly missing: number
  /** Come under an id we do not hold, though they were there when we last read: each may be one of those. */
  readonly unknown: number
  /** Of the missing: whom somebody had hidden, or something of whom is withdrawn, or whose erasure is stayed. */
  readonly protected: number
}

export interface Threshold {
  readonly percent: number
  readonly atLeast: number
}

/**
 * Refuses a read in which more could be deleted and made anew under another id than the agreement lets go unexplained, or anybody at all
 * whom an instruction protects: under the new id nobody would know of it. Null where it may be believed.
 */
export function judgeRekey(
  doubts: readonly Doubt[],
  thresholds: Readonly<Record<Doubt['kind'], Threshold>>,
): Extract<Verdict, { readonly apply: false }> | null {
  const worst = doubts.find((doubt) => isTooMuch(doubt, thresholds[doubt.kind]))
  if (!worst) return null
  const { kind, missing, unknown } = worst
  return {
    apply: false,
    because: 'rekey',
    kind,
    missing,
    unknown,
    words:
      `Most of kind ${kind} came under ids that we do not know: ${missing} of those we hold could not be found again, and ${unknown} came ` +
      'whom we cannot tell from them. Nothing was applied and nobody is taken for gone; ask the school whether it changed its MIS.',
  }
}

function isTooMuch({ listedBefore, missing, unknown, ...doubt }: Doubt, { percent, atLeast }: Threshold): boolean {
  const pairs = Math.min(missing, unknown)
  return (pairs >= atLeast && pairs * 100 > percent * listedBefore) || (doubt.protected > 0 && unknown > 0)
}
