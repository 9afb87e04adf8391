import { z } from 'zod'
import { londonDay } from '../../agreement/calendar.js'
import { schoolKinds } from '../../agreement/retention/facts.js'
import type { Facts, Read, SchoolFacts, Spell } from '../../agreement/retention/facts.js'
import type { School } from '../../db/control/school.js'
import type { LearnedFact } from '../../db/school/fact.js'

/** What is known of one person, opened for one request. */
export interface KnownPerson {
  readonly kind: 'pupil' | 'staff'
  /** Since when a whole read comes without the person; null while the person is listed. */
  readonly missingSince: Date | null
  /** Granted, or null. */
  readonly dateOfBirth: string | null
  /** In the order in which they were learned. */
  readonly facts: readonly LearnedFact[]
}

/** What we hold of a person, as the calculator of requirements.md §4 asks for it. */
export function retentionFacts(school: School, person: KnownPerson, at: Date): Facts {
  const spells = person.facts.flatMap(({ what, value, learnedAt }) =>
    what === 'spell' ? [{ ...spellIn(value), at: learnedAt.getTime() }] : [],
  )
  return {
    now: at.getTime(),
    school: schoolFacts(school),
    subject: {
      kind: person.kind,
      dateOfBirth: person.dateOfBirth,
      status: status.parse(latest(person, 'enrolmentStatus')),
      spells: spellsIn(spells),
      years: person.facts.flatMap(yearIn),
    },
    notices: [],
    reads: [...spells.map(listed), ...missing(person)],
    withdrawn: [],
    answers: [],
    stays: [],
  }
}

function schoolFacts({ kind, statutory_high_age, contract }: School): SchoolFacts {
  return {
    kind: schoolKinds.find((known) => known === kind) ?? null,
    statutoryHighAge: statutory_high_age,
    topYear: null,
    special: null,
    post16CountsAsStage: null,
    terms: [],
    contract: { startsOn: contract.startsOn, endsOn: contract.endsOn ?? null, endedAt: null },
  }
}

const spellText = z.tuple([z.string().nullable(), z.string().nullable()])
const status = z.enum(['C', 'M', 'S', 'F', 'O', 'G', 'P']).nullable()
const year = z.enum(['N1', 'N2', 'R', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12', '13', '14', 'X'])

function spellIn(value: unknown): Spell {
  const [start, leaving] = spellText.parse(value)
  return { start, leaving }
}

/** The latest is the MIS's word now. An earlier one stays a spell of its own only if it was over before the next began: else it was corrected. */
function spellsIn(learned: readonly Spell[]): Spell[] {
  return learned.filter(({ leaving }, index) => {
    const next = learned[index + 1]
    return !next || (leaving !== null && next.start !== null && leaving < next.start)
  })
}

/** A year that no list of the DfE's knows tells nothing. */
function yearIn({ what, value, learnedAt }: LearnedFact): Facts['subject']['years'] {
  const known = year.safeParse(value)
  return what === 'classYear' && known.success ? [{ from: londonDay(learnedAt), year: known.data }] : []
}

const unsaid = { extractedAt: null, leaving: null, start: null, year: null }

function listed({ at, start, leaving }: Spell & { readonly at: number }): Read {
  return { ...unsaid, at, whole: true, listed: true, start, leaving }
}

function missing({ missingSince }: KnownPerson): readonly Read[] {
  return missingSince ? [{ ...unsaid, at: missingSince.getTime(), whole: true, listed: false }] : []
}

function latest({ facts }: KnownPerson, what: LearnedFact['what']): unknown {
  return facts.findLast((fact) => fact.what === what)?.value ?? null
}
