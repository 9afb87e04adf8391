import type { SourceKind } from '../connectors/source.js'
import type { AttendanceProof } from './attendance/proof.js'
import type { PhotosProof } from './photos/proof.js'
import type { ResultsProof } from './results/proof.js'
import type { HoldReason } from './wait.js'

/** What one walk showed of itself: how many pages and records came, and how many the source says there are. */
export interface WalkProof {
  readonly kind: SourceKind
  readonly pages: number
  readonly records: number
  readonly counted: number | null
}

/** The proof that a read was whole, stored with the run: what was asked, what came, and what the school permitted. */
export interface Completeness {
  readonly walks: readonly WalkProof[]
  /** Changes when anything in what the school permits at the connector does. */
  readonly permissions: string
  /** Granted by the agreement, not permitted at the connector: these are absent, not empty. */
  readonly notPermitted: readonly string[]
  /** People the agreement does not receive, by reason. */
  readonly refusedPeople: Readonly<Record<string, number>>
  /** Identifiers that are malformed or fail their check, by item and finding; kept as received and never matched on. */
  readonly findings: Readonly<Record<string, number>>
  /** Memberships of a group that the read did not list. */
  readonly unknownGroups: number
  /** Only what changed since this read was asked for; missing where everybody was read. */
  readonly changedSince?: string
  /** How many of each kind came under other ids than before and were found again: the school changed its MIS, or its connector. */
  readonly rekeyed?: Readonly<Record<string, number>>
  /** Where marks were read as well, and whole. */
  readonly attendance?: AttendanceProof
  /** Where results of assessment were read as well, and whole. */
  readonly results?: ResultsProof
  /** Where photographs were read as well, and all of the list. */
  readonly photos?: PhotosProof
}

/** A part of a change set that waits: why, in words and figures. */
export interface HeldPart {
  readonly id: string
  readonly reason: HoldReason
  readonly item: string | null
  readonly words: string
  readonly figures: Readonly<Record<'of' | 'count' | 'percent' | 'limit', number>>
}

export type Verdict =
  | {
      readonly apply: true
      /** What waits for a person; missing where nothing does. */ readonly held?: readonly HeldPart[]
    }
  | { readonly apply: false; readonly because: 'countsDisagree' | 'nobodyThere'; readonly words: string }
  | {
      readonly apply: false
      /** Most of a kind came under ids that we do not hold, and too few were found again. */
      readonly because: 'rekey'
      readonly kind: SourceKind
      readonly missing: number
      readonly unknown: number
      readonly words: string
    }

/**
 * Whether a read may be believed. Absence is not proof: a read that cannot show that it was whole applies nothing at all.
 * `holdsPeople` says whether we hold anybody of a kind; an empty school is an incident, never a wave of leavers.
 */
export function verdict(completeness: Completeness, holdsPeople: (kind: SourceKind) => boolean): Verdict {
  for (const { kind, records, counted } of completeness.walks) {
    if (counted !== null && counted !== records) {
      const words = `The source counts ${counted} of kind ${kind}, and ${records} came. Nothing was applied.`
      return { apply: false, because: 'countsDisagree', words }
    }
    if (records === 0 && kind !== 'group' && holdsPeople(kind)) {
      const words = `Not one of kind ${kind} came, though we hold some. Nothing was applied; ask the school or its MIS supplier.`
      return { apply: false, because: 'nobodyThere', words }
    }
  }
  return { apply: true }
}
