/** Whether a person is received today, and if not, why not. */
export type Standing = 'received' | 'guest' | 'previous' | 'notYetStarted' | 'left'

/** A member of staff or a pupil, as far as this rule looks. Days are `YYYY-MM-DD`, `leaving` the last one on roll. */
export interface Person {
  readonly kind: 'pupil' | 'staff'
  readonly facts: {
    readonly status: 'C' | 'M' | 'S' | 'F' | 'O' | 'G' | 'P' | null
    readonly spell: { readonly start: string | null; readonly leaving: string | null } | null
  }
}

/** What an agreement settles about people (requirements.md §3). */
export interface PeopleRules {
  readonly preAdmission: 'untilStart' | 'accept'
  readonly guests: 'refuse' | 'accept'
}

/**
 * Who is received on the London day `today`: only pupils on roll and staff employed (R27, R32), nobody before the first day (R38, K04).
 * The last day on roll counts whole: on roll until its end, gone from the next (requirements.md §4, 3). A leaving wins over the status,
 * for an ended enrolment is a leaving, also where guesting follows (§4, 14). A start that the MIS does not give has been reached.
 */
export function standing({ kind, facts }: Person, rules: PeopleRules, today: string): Standing {
  const { start, leaving } = facts.spell ?? { start: null, leaving: null }
  if (leaving !== null && leaving < today) return 'left'
  // CBDS knows statuses of pupils only. Of staff a connector says P where the MIS says that the employment is over and gives no day (R32).
  if (facts.status === 'P') return 'previous'
  if (kind === 'pupil' && facts.status === 'G' && rules.guests === 'refuse') return 'guest'
  if (start !== null && start > today && waitsForStart(kind, rules)) return 'notYetStarted'
  return 'received'
}

/** Pre-admission is a pupil's too: staff are received only while employed, whatever an agreement says of pupils (R32). */
function waitsForStart(kind: Person['kind'], rules: PeopleRules): boolean {
  return kind === 'staff' || rules.preAdmission === 'untilStart'
}
