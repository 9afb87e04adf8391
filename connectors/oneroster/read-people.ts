import type { ItemCode } from '../../agreement/items.js'
import type { SourceRecord, Walk } from '../source.js'
import type { Feed } from './feed.js'
import { fieldsOf } from './fields.js'
import type { Enrolments, Gatherings } from './gatherings.js'
import type { Block } from '../block.js'
import { idOf } from './translate/block.js'
import { numbersOf } from './translate/numbers.js'
import type { ClassKnown, Person } from './translate/person.js'
import { isPupil, isStaff, rolesOf } from './translate/roles.js'
import { isRemoved } from './translate/status.js'
import { translatePupil, translateStaff } from './translate/translate.js'

export interface PeopleToRead {
  readonly feed: Feed
  readonly gathered: Gatherings
  readonly schoolId: string
  readonly version: '1.1' | '1.2'
  readonly kind: 'pupil' | 'staff'
  readonly asked: ReadonlySet<ItemCode>
}

const withClasses: readonly ItemCode[] = ['pupil.groups', 'pupil.classes', 'pupil.registrationGroup', 'staff.groups']
const births: readonly ItemCode[] = ['pupil.gender', 'pupil.dateOfBirth', 'staff.gender', 'staff.dateOfBirth']
const noEnrolments: Enrolments = { byUser: new Map(), mates: new Map() }

/** Everybody of a kind, put together from the lists that they stand in. */
export async function* readPeople(reading: PeopleToRead): Walk {
  const { feed, kind, asked, version } = reading
  const around = await beforehand(reading)
  const name = kind === 'pupil' ? 'students' : 'staff'
  const walk = feed.list(name, { fields: fieldsOf(name, asked, version), who: 'present' })
  let [rows, records] = [0, 0]
  let step = await walk.next()
  for (; !step.done; step = await walk.next()) {
    rows += step.value.length
    const page = step.value.flatMap((row) => recordOf(row, reading, around) ?? [])
    records += page.length
    yield page
  }
  return { ...step.value, records, lists: { [name]: rows, ...reading.gathered.rows() } }
}

interface Around extends Enrolments {
  readonly classes: ReadonlyMap<string, ClassKnown>
  readonly born: ReadonlyMap<string, Block> | undefined
}

/** What has to be known before the people themselves come, and no more than is asked. */
async function beforehand({ gathered, kind, asked }: PeopleToRead): Promise<Around> {
  const wants = (codes: readonly ItemCode[]) => codes.some((code) => asked.has(code))
  const classes = wants(withClasses) ? [...(await gathered.classes()).byId] : []
  // Those of pupils also tell when they came and left.
  const enrolments = kind === 'pupil' || asked.has('staff.groups') ? await gathered.enrolments() : noEnrolments
  return {
    ...enrolments,
    classes: new Map(classes.map(([id, { known }]) => [id, known])),
    born: wants(births) ? await gathered.births() : undefined,
  }
}

function recordOf(row: Block, { kind, asked, schoolId }: PeopleToRead, around: Around): SourceRecord | null {
  const roles = rolesOf(row, schoolId).here.filter(kind === 'pupil' ? isPupil : isStaff)
  if (roles.length === 0 || isRemoved(row)) return null
  const id = idOf(row)
  const person: Person = {
    row,
    roles,
    numbers: numbersOf(row),
    birth: around.born && (around.born.get(id) ?? null),
    enrolments: around.byUser.get(id) ?? [],
    classes: around.classes,
  }
  return kind === 'pupil' ? translatePupil(person, asked, around.mates) : translateStaff(person, asked)
}
