import { sql } from 'kysely'
import { londonDay } from '../../../agreement/calendar.js'
import { listChanges } from '../../../db/school/change.js'
import { openItems } from '../../../db/school/document.js'
import { sealedUnder } from '../../../vault/sealing.js'
import type { Built } from '../erase/erasing-school.js'
import type { ToldSchool } from './told-school.js'

/** What an application sees of a school: who is on roll and which groups there are, their documents, and who is in which group. */
export interface Seen {
  readonly people: Readonly<Record<string, unknown>>
  readonly groups: Readonly<Record<string, unknown>>
  readonly memberships: readonly string[]
}

interface Row {
  readonly id: string
  readonly kind: string
  readonly sealed: Buffer
}

export async function seenOf(built: Built, { school, db }: ToldSchool, at: Date): Promise<Seen> {
  const { rows } = await sql<Row>`
    select r.id, r.kind, r.sealed from record r left join subject s on s.id = r.id
     where s.id is null or (s.hidden_from > ${at} and s.left_from > ${at})`.execute(db)
  const keys = await built.keyring.openKeys(school, [...new Set(rows.map(({ sealed }) => sealedUnder(sealed)))])
  const documents = rows.map(({ id, kind, sealed }) => {
    const key = keys.get(sealedUnder(sealed))
    return [id, kind, key && openItems(key, id, sealed)] as const
  })
  const of = (isWanted: (kind: string) => boolean) =>
    Object.fromEntries(documents.filter(([, kind]) => isWanted(kind)).map(([id, , items]) => [id, items]))
  const people = of((kind) => kind !== 'group')
  const open = await sql<{ subject: string; group: string }>`
    select subject_id as subject, group_id as "group" from membership
     where to_on is null or to_on > ${londonDay(at)}::date order by 1, 2`.execute(db)
  const memberships = open.rows
    .filter(({ subject }) => subject in people)
    .map(({ subject, group }) => `${subject} ${group}`)
  return { people, groups: of((kind) => kind === 'group'), memberships }
}

/** An application that does as the feed says, and fetches what it names. */
export function replica(built: Built, school: ToldSchool) {
  const people = new Map<string, unknown>()
  const groups = new Map<string, unknown>()
  const pairs = new Set<string>()
  let seq = 0
  const drop = (mark: string) => {
    for (const pair of pairs) if (pair.includes(mark)) pairs.delete(pair)
  }
  return {
    follow: async (at: Date): Promise<Seen> => {
      const now = await seenOf(built, school, at)
      for (const { op, kind, recordId, subjectId, ...entry } of await listChanges(school.db, seq, 10_000)) {
        seq = entry.seq
        const isGone = op === 'removed' || op === 'erased'
        if (kind === 'membership') {
          if (isGone) pairs.delete(`${subjectId} ${recordId}`)
          else pairs.add(`${subjectId} ${recordId}`)
          continue
        }
        const [held, shown] = kind === 'group' ? [groups, now.groups] : [people, now.people]
        if (isGone || op !== 'changed') drop(recordId)
        if (isGone) held.delete(recordId)
        else if (recordId in shown) held.set(recordId, shown[recordId])
        // Somebody who is new, or back, brings the memberships along.
        if (kind !== 'group' && !isGone && op !== 'changed')
          for (const pair of now.memberships) if (pair.startsWith(recordId)) pairs.add(pair)
      }
      return {
        people: Object.fromEntries(people),
        groups: Object.fromEntries(groups),
        memberships: [...pairs].filter((pair) => people.has(pair.slice(0, 36))).sort(),
      }
    },
  }
}
