import type { ItemCode } from '../../agreement/items.js'
import { isForbidden } from '../http/failures.js'
import type { Departure, Permissions, Source, SourceKind, SourceRecord, Walk } from '../source.js'
import type { Feed } from './feed.js'
import { fieldsOf, removedFields } from './fields.js'
import { gatherings } from './gatherings.js'
import type { Enrolments } from './gatherings.js'
import type { OneRosterBinding } from './settings.js'
import type { Block } from './translate/block.js'
import { idOf } from './translate/block.js'
import { numbersOf } from './translate/numbers.js'
import type { Person } from './translate/person.js'
import { isPupil, isStaff, rolesOf } from './translate/roles.js'
import { isRemoved } from './translate/status.js'
import { translateClass, translatePupil, translateRemoved, translateStaff } from './translate/translate.js'

type Bound = Pick<OneRosterBinding, 'schoolId' | 'version'>
type Asked = ReadonlySet<ItemCode>

const noEnrolments: Enrolments = { byUser: new Map(), mates: new Map() }

const births: readonly ItemCode[] = ['pupil.gender', 'pupil.dateOfBirth', 'staff.gender', 'staff.dateOfBirth']
const groupItems: readonly ItemCode[] = ['pupil.groups', 'staff.groups']
const classItems: readonly ItemCode[] = ['pupil.classes', 'staff.groups']

/** What a school's rosters say, as the port asks it: people are put together from the lists that they stand in. */
export function rosterSource(feed: Feed, { schoolId, version }: Bound): Source {
  const gathered = gatherings(feed, version)
  let allowed: Promise<Permissions> | undefined
  const learn = () => (allowed = feed.permissions())
  const askable = async (wanted: Asked) => {
    const { permitted } = await (allowed ?? learn())
    return new Set([...wanted].filter((code) => permitted.has(code)))
  }

  /** What has to be known before the people themselves come, and no more than is wanted. */
  async function beforehand(kind: 'pupil' | 'staff', asked: Asked) {
    const wants = (codes: readonly ItemCode[]) => codes.some((code) => asked.has(code))
    const needsClasses = wants([...groupItems, ...classItems, 'pupil.registrationGroup'])
    const classes = needsClasses ? await gathered.classes() : new Map<string, never>()
    return {
      classes: new Map([...classes].map(([id, { known }]) => [id, known])),
      // Those of pupils also tell when they came and left.
      ...(kind === 'pupil' || asked.has('staff.groups') ? await gathered.enrolments() : noEnrolments),
      born: wants(births) ? await gathered.births() : undefined,
    }
  }

  async function* people(kind: 'pupil' | 'staff', wanted: Asked): Walk {
    const asked = await askable(wanted)
    const { classes, byUser, mates, born } = await beforehand(kind, asked)
    const name = kind === 'pupil' ? 'students' : 'staff'
    const walk = feed.list(name, { fields: fieldsOf(name, asked, version), who: 'present' })
    const translate = (row: Block): readonly SourceRecord[] => {
      const roles = rolesOf(row, schoolId).here.filter(kind === 'pupil' ? isPupil : isStaff)
      if (roles.length === 0 || isRemoved(row)) return []
      const id = idOf(row)
      const birth = born && (born.get(id) ?? null)
      const person: Person = {
        row,
        roles,
        numbers: numbersOf(row),
        birth,
        enrolments: byUser.get(id) ?? [],
        classes,
      }
      return [kind === 'pupil' ? translatePupil(person, asked, mates) : translateStaff(person, asked)]
    }
    let records = 0
    let step = await walk.next()
    for (; !step.done; step = await walk.next()) {
      const page = step.value.flatMap(translate)
      records += page.length
      yield page
    }
    return { pages: step.value, records }
  }

  async function* groups(wanted: Asked): Walk {
    const asked = await askable(wanted)
    const wants = (homeroom: boolean) => (homeroom ? groupItems : classItems).some((code) => asked.has(code))
    if (!wants(true) && !wants(false)) return { pages: 0, records: 0 }
    const listed = [...(await gathered.classes()).values()].filter(({ known }) => wants(known.homeroom))
    yield listed.map(({ row, known }) => translateClass(row, known, asked))
    return { pages: gathered.classPages(), records: listed.length }
  }

  async function* departures(since: string | null): AsyncGenerator<readonly Departure[], void, void> {
    const plan = {
      fields: removedFields(version),
      who: 'gone',
      ...(since === null ? {} : { since }),
    } as const
    for (const [kind, name] of [
      ['pupil', 'students'],
      ['staff', 'staff'],
    ] as const) {
      try {
        for await (const page of feed.list(name, plan))
          yield page.filter(isRemoved).map((row) => translateRemoved(kind, row, schoolId))
      } catch (failure) {
        if (!isForbidden(failure, name)) throw failure
      }
    }
  }

  return {
    school: feed.school,
    permissions: learn,
    read: (kind: SourceKind, wanted) => (kind === 'group' ? groups(wanted) : people(kind, wanted)),
    departures,
    // Each list says itself how long it is, and is compared with that as it is read.
    counts: async () => ({}),
  }
}
