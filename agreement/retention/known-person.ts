import { z } from 'zod'
import { dayOf } from './days.js'
import { noticeChannels, schoolKinds } from './facts.js'
import type { Facts, Read, SchoolFacts, Spell, Term } from './facts.js'

/** What the rules of time are told of a person: what the source says, and what the school told us. */
export const factNames = [
  'enrolmentStatus',
  'spell',
  'classYear',
  'notice',
  'noticeTakenBack',
  'withdrawn',
  'grantedAgain',
  /** A withdrawal of one item was carried out: its date is over, the withdrawal stands. */
  'itemErased',
  'answer',
] as const
export type FactName = (typeof factNames)[number]

/** A fact that was opened: its value is what was said, parsed. */
export interface LearnedFact {
  readonly what: FactName
  readonly value: unknown
  readonly learnedAt: Date
}

/** What is known of one person, opened for one request or one activity. */
export interface KnownPerson {
  readonly kind: 'pupil' | 'staff'
  /** Since when whole reads come without the person; null while the person is listed. */
  readonly absentSince: Date | null
  /** Granted, or null. */
  readonly dateOfBirth: string | null
  /** In the order in which they were learned. */
  readonly facts: readonly LearnedFact[]
  readonly stays: readonly {
    readonly kind: 'sar' | 'restriction' | 'legal'
    readonly from: Date
    readonly reviewBy: string
    readonly endedAt: Date | null
  }[]
}

/** What the school settled about itself that dates depend on. */
export interface SchoolSettings {
  readonly topYear?: number | undefined
  readonly special?: boolean | undefined
  readonly post16CountsAsStage?: boolean | undefined
  readonly terms?: readonly Term[] | undefined
}

export interface KnownSchool {
  readonly kind: string | null
  readonly statutoryHighAge: number | null
  readonly contract: { readonly startsOn: string; readonly endsOn?: string | undefined }
  readonly settings: SchoolSettings
  readonly lastWholeReadAt: Date | null
}

/** What we hold of a person, as the calculator of requirements.md §4 asks for it. */
export function factsOfPerson(school: KnownSchool, person: KnownPerson, at: Date): Facts {
  const spells = person.facts.flatMap(({ what, value, learnedAt }) =>
    what === 'spell' ? [{ ...spellIn(value), at: learnedAt.getTime() }] : [],
  )
  return {
    now: at.getTime(),
    school: schoolFacts(school),
    subject: {
      kind: person.kind,
      dateOfBirth: person.dateOfBirth,
      status: status.parse(person.facts.findLast(({ what }) => what === 'enrolmentStatus')?.value ?? null),
      spells: spellsIn(spells),
      years: person.facts.flatMap(yearIn),
    },
    notices: noticesIn(person.facts),
    reads: readsIn(school, person, spells),
    withdrawn: withdrawalsIn(person.facts),
    answers: person.facts.flatMap(({ what, value, learnedAt }) =>
      what === 'answer' ? [{ at: learnedAt.getTime(), ...answer.parse(value) }] : [],
    ),
    stays: person.stays.map((stay) => ({
      ...stay,
      from: stay.from.getTime(),
      endedAt: stay.endedAt?.getTime() ?? null,
    })),
  }
}

function schoolFacts({ kind, statutoryHighAge, contract, settings }: KnownSchool): SchoolFacts {
  return {
    kind: schoolKinds.find((known) => known === kind) ?? null,
    statutoryHighAge,
    topYear: settings.topYear ?? null,
    special: settings.special ?? null,
    post16CountsAsStage: settings.post16CountsAsStage ?? null,
    terms: [...(settings.terms ?? [])],
    contract: { startsOn: contract.startsOn, endsOn: contract.endsOn ?? null, endedAt: null },
  }
}

const spellText = z.tuple([z.string().nullable(), z.string().nullable()])
const status = z.enum(['C', 'M', 'S', 'F', 'O', 'G', 'P']).nullable()
const year = z.enum(['N1', 'N2', 'R', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12', '13', '14', 'X'])
const notice = z.object({ by: z.enum(noticeChannels), leftOn: z.string().nullable() })
const item = z.object({ item: z.string().nullable() })
const answer = z.object({ rule: z.string(), answer: z.enum(['repeatsYear', 'left', 'delete']) })

/** A spell as it was learned: first and last day, where the source gave them. */
export function spellIn(value: unknown): Spell {
  const [start, leaving] = spellText.parse(value)
  return { start, leaving }
}

/** The latest is the MIS's word now. An earlier one stays a spell of its own only if it was over before the next began: else it was corrected. */
function spellsIn(learned: readonly Spell[]): Spell[] {
  const kept = learned.filter(({ leaving }, index) => {
    const next = learned[index + 1]
    return !next || (leaving !== null && next.start !== null && leaving < next.start)
  })
  return kept.map(({ start, leaving }) => ({ start, leaving }))
}

/** A year that no list of the DfE's knows tells nothing. */
function yearIn({ what, value, learnedAt }: LearnedFact): Facts['subject']['years'] {
  const known = year.safeParse(value)
  return what === 'classYear' && known.success ? [{ from: dayOf(learnedAt.getTime()), year: known.data }] : []
}

/** What the school took back never counted; what a source said stops standing by the rules themselves. */
function noticesIn(facts: readonly LearnedFact[]): Facts['notices'] {
  const takenBack = facts.findLast(({ what }) => what === 'noticeTakenBack')?.learnedAt.getTime()
  return facts
    .flatMap(({ what, value, learnedAt }) =>
      what === 'notice' ? [{ at: learnedAt.getTime(), ...notice.parse(value) }] : [],
    )
    .filter(({ by, at }) => by !== 'api' || takenBack === undefined || at > takenBack)
}

/** What was carried out sets no date any more. */
function withdrawalsIn(facts: readonly LearnedFact[]): Facts['withdrawn'] {
  return facts
    .filter(({ what }) => what === 'withdrawn')
    .flatMap(({ value, learnedAt }) => {
      const of = item.parse(value).item
      const later = (what: FactName) =>
        facts.find((one) => one.what === what && one.learnedAt > learnedAt && item.parse(one.value).item === of)
      if (later('itemErased')) return []
      return [{ at: learnedAt.getTime(), item: of, grantedAgainAt: later('grantedAgain')?.learnedAt.getTime() ?? null }]
    })
}

/** Since when this item of the person, or the person where it is null, is withdrawn, if that is what was said of it last. */
export function withdrawnSince({ facts }: KnownPerson, of: string | null): Date | undefined {
  const last = facts.findLast(
    ({ what, value }) => (what === 'withdrawn' || what === 'grantedAgain') && item.parse(value).item === of,
  )
  return last?.what === 'withdrawn' ? last.learnedAt : undefined
}

export function isWithdrawn(person: KnownPerson, of: string | null): boolean {
  return withdrawnSince(person, of) !== undefined
}

// A source that does not say when it wrote what we read may give the same extract twice; the next night's is another (§4, 8).
export const NEWER_EXTRACT_MS = 20 * 3_600_000

const unsaid = { extractedAt: null, leaving: null, start: null, year: null }

/**
 * Whole reads, as far as they tell anything: each that first showed a spell, the first without the person, and the latest of all, which
 * is the school's and is kept once for everybody.
 */
function readsIn(
  { lastWholeReadAt }: KnownSchool,
  { absentSince }: KnownPerson,
  spells: readonly (Spell & { readonly at: number })[],
): Read[] {
  const listed = spells.map(({ at, start, leaving }): Read => ({
    ...unsaid,
    at,
    whole: true,
    listed: true,
    start,
    leaving,
  }))
  const absent: Read[] = absentSince ? [{ ...unsaid, at: absentSince.getTime(), whole: true, listed: false }] : []
  const latest = lastWholeReadAt?.getTime() ?? 0
  const told = [...listed, ...absent]
  const last = told.at(-1)
  if (!last || latest <= last.at) return told
  return last.listed || latest >= last.at + NEWER_EXTRACT_MS ? [...told, { ...last, at: latest }] : told
}
