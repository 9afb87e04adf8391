import type { Ending, SourceKind } from '../connectors/source.js'
import type { AttendanceProof } from './attendance/proof.js'
import type { PhotosProof } from './photos/proof.js'
import type { ResultsProof } from './results/proof.js'

export type PersonKind = Exclude<SourceKind, 'group'>

/** What one walk showed of itself: how many pages and records came, how many the source says there are, and how it ended. */
export interface WalkProof {
  readonly kind: SourceKind
  readonly pages: number
  readonly records: number
  readonly counted: number | null
  readonly ended: Ending
  /** Records that came under an id that had come before. */
  readonly repeated: number
  /** How many rows came of each list that the records were put together from, by the source's name of it. */
  readonly lists: Readonly<Record<string, number>>
}

/** Whether those who are held came again: what shows that a read is of the people it was of before. */
export interface Overlap {
  /** On roll, or employed, by the last whole read. */
  readonly before: number
  /** Of them, those who were listed again, or found again under another id. */
  readonly again: number
  /** Of the others, those of whom the source says itself that they are gone or not to be received, and those who had left by then. Asked only where few came. */
  readonly explained?: number
}

/** The proof that a read was whole, stored with the run: what was asked, what came, of which school, and how it compares with the last. */
export interface Completeness {
  /** The school as the source named it. It was compared with the binding before anything else was read. */
  readonly school: SchoolSaid
  /** Items that were asked for: granted to us, and permitted at the connector. */
  readonly asked: readonly string[]
  readonly walks: readonly WalkProof[]
  /** Changes when anything in what the school permits at the connector does. */
  readonly permissions: string
  /** Granted by the agreement, not permitted at the connector: these are absent, not empty. */
  readonly notPermitted: readonly string[]
  /** The whole read of this source that this one is compared with; null for the first. */
  readonly comparedWith: string | null
  /** The school shares less at the connector than then: somebody who is missing may only be kept back. */
  readonly permissionsNarrowed: boolean
  /** Items asked for then, granted still, and not permitted any more. */
  readonly narrowed: readonly string[]
  /** Items granted then already, and permitted only now. */
  readonly widened: readonly string[]
  /** Missing where only what changed was asked for. */
  readonly overlap?: Readonly<Partial<Record<PersonKind, Overlap>>>
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

/** A school by its numbers, as far as the source says them. */
export interface SchoolSaid {
  readonly ref: string
  readonly laCode: string | null
  readonly establishmentNumber: string | null
}

export type Verdict =
  | { readonly apply: true }
  | { readonly apply: false; readonly because: Disbelief; readonly kind: SourceKind; readonly words: string }
  | {
      readonly apply: false
      /** Most of a kind came under ids that we do not hold, and too few were found again. */
      readonly because: 'rekey'
      readonly kind: SourceKind
      readonly missing: number
      readonly unknown: number
      readonly words: string
    }

/** Why a read is not believed. */
export type Disbelief = 'countsDisagree' | 'repeated' | 'endUnsaid' | 'nobodyThere' | 'unrecognised'

/** What a whole read is judged by beside itself. */
export interface Judging {
  /** The proof of the last whole read of this source; null before there is one. */
  readonly last: Pick<Completeness, 'walks'> | null
  /** Why those who came under other ids are not known well enough. */
  readonly doubted: Extract<Verdict, { readonly apply: false }> | null
}

/**
 * Whether a read may be believed. Absence is not proof: a read that cannot show that it was whole, and of the people that it was of before,
 * applies nothing at all. An empty school is an incident, never a wave of leavers.
 */
export function verdict(completeness: Completeness, { last, doubted }: Judging): Verdict {
  const { walks, overlap = {}, rekeyed = {} } = completeness
  for (const walk of walks) {
    const before = last?.walks.find(({ kind }) => kind === walk.kind)
    const fault = faultOfWalk(walk, before) ?? emptiness(walk, overlap)
    if (fault) return refusal(fault, walk.kind)
  }
  if (doubted) return doubted
  for (const kind of ['pupil', 'staff'] as const) {
    const of = overlap[kind]
    if (of && rekeyed[kind] === undefined && isOfOthers(of))
      return refusal(['unrecognised', unrecognised(of, kind)], kind)
  }
  return { apply: true }
}

type Fault = readonly [because: Disbelief, words: string]

const refusal = ([because, words]: Fault, kind: SourceKind): Verdict => ({
  apply: false,
  because,
  kind,
  words: `${words} Nothing was applied.`,
})

function faultOfWalk({ kind, records, counted, repeated, ended }: WalkProof, before?: WalkProof): Fault | null {
  if (counted !== null && counted !== records)
    return ['countsDisagree', `The source counts ${counted} of kind ${kind}, and ${records} came.`]
  if (repeated > 0) return ['repeated', `Of kind ${kind} ${repeated} came twice, so others may not have come at all.`]
  // A source that never says so is not held to it; one that did and does not is not to be taken at less than it had.
  const isUnsaid = ended === 'inferred' && counted === null && before !== undefined && isShown(before)
  if (isUnsaid && records < before.records)
    return [
      'endUnsaid',
      `The source did not say that its list of kind ${kind} was over, and only ${records} came of ${before.records}.`,
    ]
  return null
}

const isShown = ({ ended, counted }: WalkProof) => ended !== 'inferred' || counted !== null

function emptiness({ kind, records }: WalkProof, overlap: NonNullable<Completeness['overlap']>): Fault | null {
  if (kind === 'group' || records > 0 || (overlap[kind]?.before ?? 0) === 0) return null
  return ['nobodyThere', `Not one of kind ${kind} came, though we hold some: ask the school or its MIS supplier.`]
}

// Of two or three, one who leaves is half of all: a small staff, or a school that is only beginning.
const TOO_FEW_TO_TELL = 5

/** Fewer than half of those held came, and nothing explains the others (domain sheet C8): half a list, or another school's. */
function isOfOthers({ before, again, explained = 0 }: Overlap): boolean {
  return before >= TOO_FEW_TO_TELL && (again + explained) * 2 < before
}

function unrecognised({ before, again, explained = 0 }: Overlap, kind: PersonKind): string {
  return (
    `Of ${before} of kind ${kind} only ${again} came again, and the source speaks of ${explained} others: this is half a list, or another ` +
    `school’s.`
  )
}
