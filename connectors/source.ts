import type { ItemCode, ItemValue } from '../agreement/items.js'
import type { Find } from './named.js'
import type { ChangeWalk } from './source-changes.js'
import type { ReadEnd, WalkEnd } from './walk-end.js'

export type { Ending, ListEnd, ReadEnd, WalkEnd } from './walk-end.js'

/** What a source is read by, one walk each. */
export type SourceKind = 'group' | 'staff' | 'pupil'

/** The kinds of key by which a source may name one person or group; kept as keyed hashes only. */
export type IdentityKind = 'sourceId' | 'misId' | 'upi' | 'upn'

export interface Identity {
  readonly kind: IdentityKind
  readonly value: string
}

/** CBDS enrolment status: C single, M main, S subsidiary, F further education, O other, G guest, P previous (reference: DfE CBDS). */
export type EnrolmentStatus = 'C' | 'M' | 'S' | 'F' | 'O' | 'G' | 'P'

/** A time on roll or in employment, as `YYYY-MM-DD` days of the school; `leaving` is the last day. */
export interface Spell {
  readonly start: string | null
  readonly leaving: string | null
}

/**
 * What the rules of time need to know of a person. Granted by the acceptance with the purpose 'keeping time', kept sealed, never served.
 * `year` is the national curriculum year as the source gives it ('R', '7', 'X' …).
 */
export interface ControlFacts {
  readonly status: EnrolmentStatus | null
  readonly spell: Spell | null
  readonly year: string | null
}

/** One person in one group. `item` is what must be granted for it to be known; days are given only where the source gives them. */
export interface SourceMembership {
  readonly group: string
  readonly item: 'pupil.classes' | 'pupil.groups' | 'staff.groups'
  readonly from?: string
  readonly to?: string
}

/**
 * One thing received, translated but not yet through the gate.
 * An item that is `null` is one the MIS has no value for; an item that is absent was not asked for, or the school does not permit it at the connector.
 */
export interface SourceRecord {
  readonly kind: SourceKind
  /** The source's own id of this record. */
  readonly ref: string
  readonly identities: readonly Identity[]
  readonly items: Readonly<Partial<Record<ItemCode, ItemValue>>>
  readonly facts: ControlFacts
  readonly memberships: readonly SourceMembership[]
}

/**
 * What a source states of somebody who is gone: listed among its leavers, deleted, withheld by the school (`optOut`), or still listed with an
 * enrolment that is over.
 * Ids and days only. A leaver may bear another `ref` there than the one held: then `identities` say who it is (no UPN among them).
 */
export interface Departure {
  readonly kind: 'pupil' | 'staff'
  readonly ref: string
  readonly by: 'leaverRow' | 'deletionRow' | 'endedEnrolment' | 'optOut'
  /** The last day on roll, where the source gives one. */
  readonly leftOn: string | null
  /** When the source itself made the entry, as an instant, where it says so. When we learned of it is another thing. */
  readonly at: string | null
  readonly identities: readonly Identity[]
}

/** What a register says of one pupil in half a day. Nothing that anybody wrote beside it is received. */
export interface SourceMark {
  /** The source's own id of the pupil. */
  readonly pupil: string
  /** `YYYY-MM-DD`, a day of the school. */
  readonly date: string
  readonly session: 'AM' | 'PM'
  /** As the MIS has it; whether it is one of the day's national list is not the connector's to judge. */
  readonly code: string
}

/** What one column of a mark book measures, over all pupils: 'Reading', 'Key Stage 2 mathematics'. It says nothing of anybody. */
export interface SourceAspect {
  /** The source's own id of the aspect. */
  readonly ref: string
  readonly name: string
}

/** What one pupil reached in one aspect. Nothing that anybody wrote beside it is received. */
export interface SourceResult {
  /** The source's own id of the result. */
  readonly ref: string
  /** Of the names that the source has for the pupil, the one that it uses here. */
  readonly pupil: Identity
  /** The source's own id of the aspect. */
  readonly aspect: string
  /** What the source calls the occasion, 'Autumn 2026'; null where it names none. */
  readonly resultSet: string | null
  /** `YYYY-MM-DD`, where the source gives one. */
  readonly date: string | null
  /** A grade, a number, an age, as the MIS has it. */
  readonly value: string
}

/** Ends, like a walk, only where the source itself said that there is no more. */
export type ResultWalk = AsyncGenerator<readonly SourceResult[], WalkEnd, void>

/** Assessment, aspect by aspect. To be asked only if `pupil.assessments` is permitted. */
export interface SourceAssessment {
  /** Which aspects there are, for the school to choose among: names of columns, and no result. */
  readonly aspects: () => Promise<readonly SourceAspect[]>
  /**
   * The results of one aspect, page by page: all of them, or those that were entered or changed since the day `changedSince`, with an overlap
   * of the connector's choosing. Of everybody of whom the source gives them, leavers included; whose are received is for others to judge.
   */
  readonly results: (aspect: string, changedSince: string | null) => ResultWalk
}

/** That a pupil has a photograph. */
export interface SourcePhoto {
  /** Of the names that the source has for the pupil, the one that it uses here. */
  readonly pupil: Identity
  /** The source's own id of the photograph. */
  readonly ref: string
  /** What the source says to tell one picture from another; null where it says nothing. */
  readonly hash: string | null
  /** The picture, where it came with the list. */
  readonly picture: Buffer | null
}

/** Ends, like a walk, only where the source itself said that there is no more. */
export type PhotoWalk = AsyncGenerator<readonly SourcePhoto[], WalkEnd, void>

/** Photographs. To be asked only if `pupil.photo` is granted and permitted. */
export interface SourcePhotos {
  /** Of whom there is one among those listed at present, page by page. */
  readonly list: () => PhotoWalk
  /** One picture as the source has it, whatever it is; null where there is none after all. */
  readonly picture: (ref: string) => Promise<Buffer | null>
}

/** The school as the source names it; `ref` is compared with the binding before anything is believed. */
export interface SourceSchool {
  readonly ref: string
  readonly name: string
  readonly establishmentNumber: string | null
  readonly laCode: string | null
  readonly urn: string | null
}

/** What the school allows at the connector. `fingerprint` changes when anything in it does. */
export interface Permissions {
  readonly permitted: ReadonlySet<ItemCode>
  readonly fingerprint: string
}

/** Ends, like a walk, only where the source itself said that there is no more. */
export type MarkWalk = AsyncGenerator<readonly SourceMark[], WalkEnd, void>

export type Walk = AsyncGenerator<readonly SourceRecord[], ReadEnd, void>

/**
 * A school's MIS behind one connector. Every method throws `SourceFailure` and nothing else on purpose; what the manners' signal or
 * `beforeRequest` stopped it with passes through as it is.
 */
export interface Source {
  /** The school itself, read first: the region to talk to and the proof that the credentials are this school's. */
  readonly school: () => Promise<SourceSchool>
  readonly permissions: () => Promise<Permissions>
  /**
   * Reads every record of a kind, page by page, asking only for what `wanted` needs. `wanted` is the whole grant, of every kind: which
   * groups are read depends on whose memberships are granted.
   */
  readonly read: (kind: SourceKind, wanted: ReadonlySet<ItemCode>) => Walk
  /** One person alone, where somebody asks about one. */
  readonly find: Find
  /**
   * Where the whole reads of this `Source` end, for `changes` of a later night: counts, stamps and cursors, and nothing of anybody. Null where
   * the source did not tell. A connector whose protocol has no changes has neither.
   */
  readonly mark?: () => string | null
  /** What changed of staff and pupils since `mark`. To be asked only under the grant and the permissions of the read that the mark is of. */
  readonly changes?: (mark: string, wanted: ReadonlySet<ItemCode>) => ChangeWalk
  /**
   * Who left or was deleted, page by page: what the source says since the instant `since`, with an overlap of the connector's choosing, or
   * all that it still keeps. Whoever is also in the present lists has come back, so it is to be asked about those who are missing there.
   * A list that the school does not share gives nothing and is no failure: the absence then speaks alone.
   */
  readonly departures: (since: string | null) => AsyncGenerator<readonly Departure[], void, void>
  /**
   * The marks of those on roll from the day `from` to the day `to`, page by page: all of them, or those that were entered or changed since
   * the day `changedSince`, with an overlap of the connector's choosing; where a source does not say when a mark was changed, those of the
   * last days stand for them. To be asked only if `pupil.attendance` is granted and permitted. A connector that reads no marks yet has no
   * such method.
   */
  readonly marks?: (from: string, to: string, changedSince: string | null) => MarkWalk
  /** A connector that reads no assessment yet has none. */
  readonly assessment?: SourceAssessment
  /** A connector that reads no photographs yet has none. */
  readonly photos?: SourcePhotos
  /** How many records the source says that `read` would give of each kind; absent where it does not say. */
  readonly counts: (wanted: ReadonlySet<ItemCode>) => Promise<Readonly<Partial<Record<SourceKind, number>>>>
}

/**
 * How a connector waits and stops. `beforeRequest` is awaited before every request, so that a pause or a withdrawn grant is seen
 * between two pages, and each waits its turn; `askedToWait` is told when the source itself asks for a rest; `patienceMs` is how long all
 * retries together may take before the source counts as unavailable for this night.
 */
export interface SourceManners {
  readonly signal: AbortSignal
  readonly beforeRequest: () => Promise<void>
  readonly askedToWait?: (waitMs: number) => Promise<void>
  readonly patienceMs: number
}

/** Every way a source can fail us. Each is explained, with what the operator does, in activities/failure-types.ts. */
export const sourceFailureTypes = [
  'SourceRefused',
  'SourceUnavailable',
  'SourceThrottled',
  'SourceIncomplete',
  'SourceChangedShape',
  'WrongSchool',
  'NothingUploaded',
] as const
export type SourceFailureType = (typeof sourceFailureTypes)[number]

/** A failure of a source. Its message never contains a value that came from the source: it is stored in a history. */
export class SourceFailure extends Error {
  override readonly name = 'SourceFailure'
  readonly type: SourceFailureType

  constructor(type: SourceFailureType, message: string, options?: ErrorOptions) {
    super(message, options)
    this.type = type
  }
}
