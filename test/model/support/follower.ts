import type { Kysely } from 'kysely'
import { listChanges } from '../../../db/school/change.js'
import type { Change } from '../../../db/school/change.js'
import type { SchoolDatabase } from '../../../db/school/database.js'
import type { OpenRecord, RecordKind } from '../../../api/records/read-records.js'
import { personKey } from './model.js'

/** Everything that reading shows, by id. */
export type Reading = ReadonlyMap<string, OpenRecord & { readonly kind: RecordKind }>

export interface Followed {
  readonly kind: RecordKind
  items: Readonly<Record<string, unknown>>
  /** From when on the record is not shown; null while it is. */
  goneFrom: Date | null
}

/** An application as the feed has it: what it holds by doing what the entries say, one after the other. */
export interface Follower {
  readonly records: Map<string, Followed>
  /** By person, the groups. */
  readonly members: Map<string, Set<string>>
  /** Who is who, of everybody it ever had: by id, the key. */
  readonly who: Map<string, string>
  seq: number
}

export const newFollower = (): Follower => ({ records: new Map(), members: new Map(), who: new Map(), seq: 0 })

export const copyOf = ({ records, members, who, seq }: Follower): Follower => ({
  records: new Map([...records].map(([id, record]) => [id, { ...record }])),
  members: new Map([...members].map(([id, groups]) => [id, new Set(groups)])),
  who: new Map(who),
  seq,
})

const MOST_ENTRIES = 100_000

/** Does what the feed tells since the last time; answers the entries. What is new, or changed, is read once for all of them. */
export async function follow(
  follower: Follower,
  db: Kysely<SchoolDatabase>,
  read: () => Promise<Reading>,
): Promise<readonly Change[]> {
  const entries = await listChanges(db, follower.seq, MOST_ENTRIES)
  const needsReading = entries.some(({ op }) => op === 'added' || op === 'changed')
  const reading: Reading = needsReading ? await read() : new Map()
  for (const entry of entries) {
    if (entry.kind === 'membership') moveMember(follower, entry)
    else doAsTold(follower, entry, reading)
    follower.seq = entry.seq
  }
  return entries
}

function moveMember({ members }: Follower, { op, recordId: group, subjectId }: Change): void {
  const groups = members.get(subjectId ?? '')
  if (op === 'added') groups?.add(group)
  else groups?.delete(group)
}

function doAsTold(follower: Follower, entry: Change, reading: Reading): void {
  const { records, members, who } = follower
  const { op, recordId, at, from, kind } = entry
  const now = reading.get(recordId)
  const held = records.get(recordId)
  switch (op) {
    case 'added':
      if (!now) return
      records.set(recordId, { kind: now.kind, items: now.items, goneFrom: null })
      if (now.kind === 'group') return
      members.set(recordId, new Set(now.memberships.map(({ groupId }) => groupId)))
      if (!who.has(recordId)) who.set(recordId, keyOfItems(now.kind, now.items))
      return
    case 'changed':
      if (held && now) held.items = now.items
      return
    case 'restored':
      if (held) held.goneFrom = null
      return
    case 'removed':
      if (kind === 'group') records.delete(recordId)
      else if (held) held.goneFrom = from ?? at
      return
    case 'erased':
      records.delete(recordId)
      members.delete(recordId)
  }
}

function keyOfItems(kind: 'pupil' | 'staff', items: OpenRecord['items']): string {
  const name = items[`${kind}.name`]
  const forename = typeof name === 'object' && name !== null && 'forename' in name ? name['forename'] : null
  return personKey(kind, forename, items[`${kind}.dateOfBirth`])
}

/** An item that is not granted any more is dropped wherever it is; that is no entry of the feed. */
export function dropItem({ records }: Follower, item: string): void {
  for (const record of records.values())
    record.items = Object.fromEntries(Object.entries(record.items).filter(([code]) => code !== item))
}

/** Where an application that followed the feed differs from reading; nothing where they are the same. */
export function differsFromReading({ records, members }: Follower, reading: Reading, now: Date): readonly string[] {
  const wrong: string[] = []
  for (const id of new Set([...records.keys(), ...reading.keys()])) {
    const [told, read] = [records.get(id), reading.get(id)]
    if (!told || !read) {
      wrong.push(`the feed ${told ? 'has' : 'lacks'} a ${(told ?? read)?.kind} that reading ${read ? 'has' : 'lacks'}`)
      continue
    }
    if (sorted(told.items) !== sorted(read.items)) wrong.push(`items of a ${read.kind} differ`)
    if (read.kind === 'group') continue
    const isShown = told.goneFrom === null || told.goneFrom > now
    if (isShown !== (read.state === 'shown'))
      wrong.push(`the feed shows a ${read.kind} as ${isShown}, reading as ${read.state}`)
    const [mine, theirs] = [[...(members.get(id) ?? [])], read.memberships.map(({ groupId }) => groupId)]
    if (String(mine.sort()) !== String([...new Set(theirs)].sort())) wrong.push(`memberships of a ${read.kind} differ`)
  }
  return wrong
}

const sorted = (items: object) => JSON.stringify(Object.entries(items).sort(([a], [b]) => (a < b ? -1 : 1)))
