import type { EnrolmentStatus } from './source.js'

// CBDS letters, the words of the CBDS table, and what MIS screens call them. "Current" says that the enrolment runs and is the ordinary one.
const statuses = new Map<string, EnrolmentStatus>(
  Object.entries({
    c: 'C',
    current: 'C',
    single: 'C',
    'single registration': 'C',
    'current (single registration)': 'C',
    'current - single registration': 'C',
    'current (single registration at this school)': 'C',
    m: 'M',
    main: 'M',
    'main registration': 'M',
    'current main': 'M',
    'current main (dual registration)': 'M',
    'current main - dual registration': 'M',
    'main - dual registration': 'M',
    s: 'S',
    subsidiary: 'S',
    'subsidiary registration': 'S',
    'current subsidiary': 'S',
    'current subsidiary (dual registration)': 'S',
    'current subsidiary - dual registration': 'S',
    'subsidiary - dual registration': 'S',
    f: 'F',
    'further education': 'F',
    'fe college': 'F',
    o: 'O',
    other: 'O',
    'other provider': 'O',
    g: 'G',
    guest: 'G',
    'guest pupil': 'G',
    p: 'P',
    previous: 'P',
    'previous registration': 'P',
    leaver: 'P',
  } as const),
)

/** A label that we do not know is no status: the spell then decides alone whether somebody is on roll. */
export function enrolmentStatus(label: string | null): EnrolmentStatus | null {
  return label === null ? null : (statuses.get(label.trim().toLowerCase()) ?? null)
}
