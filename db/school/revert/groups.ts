import { sql } from 'kysely'
import { sealedUnder } from '../../../vault/sealing.js'
import { openItems, sealRemaining } from '../document.js'
import { refuse, unrefuse } from '../rejection.js'
import type { Refusal } from '../rejection.js'
import { dropMemberships } from '../strip/drop-memberships.js'
import type { CopyRow, SchoolTransaction } from '../transaction.js'
import { refusalsOf } from './as-left.js'
import type { AsLeft } from './as-left.js'
import type { RunEntry } from './entries.js'
import { tell } from './tell.js'
import type { Reverting } from './reverting.js'

const isGroup = ({ kind }: RunEntry) => kind === 'group'

/**
 * Brings back the groups that the run took away, under their own ids, and until the source lists them again takes it that they are there.
 * One that came again since under another id stays away. Answers their ids.
 */
export async function restoreGroups(
  trx: SchoolTransaction,
  entries: readonly RunEntry[],
  reverting: Reverting,
): Promise<readonly string[]> {
  const { at, runId, redoes } = reverting
  const gone = await openGone(entries, reverting)
  if (gone.length === 0) return []
  const { rows } = await sql<Back>`
    insert into record (id, kind, ref_hmac, subject_id, digest, sealed, run_id, updated_at)
    select id, 'group', ref, null, digest, sealed, ${runId}, ${at}
      from unnest(${gone.map(({ id }) => id)}::uuid[], ${gone.map(({ ref }) => ref)}::bytea[],
                  ${gone.map(({ digest }) => digest)}::bytea[], ${gone.map(({ sealed }) => sealed)}::bytea[]) as n(id, ref, digest, sealed)
    on conflict do nothing returning id, ref_hmac as ref`.execute(trx.db)
  await tell(
    trx,
    rows.map(({ id }): CopyRow => [at, 'restored', 'group', id, null, null, runId, null, null]),
  )
  const goings = rows.map(itsGoing)
  await (redoes === null ? refuse(trx, goings, at) : unrefuse(trx, goings))
  return rows.map(({ id }) => id)
}

interface Back {
  readonly id: string
  readonly ref: Buffer
}

interface Gone extends Back {
  readonly digest: Buffer
  readonly sealed: Buffer
}

/** The groups that the run took away, sealed under the school's key. What no key opens any more stays away. */
async function openGone(
  entries: readonly RunEntry[],
  { school, keyring, granted, digestOf }: Reverting,
): Promise<readonly Gone[]> {
  const gone = entries.flatMap(({ kind, op, recordId: id, before, beforeRef: ref }) =>
    kind === 'group' && op === 'removed' && before && ref ? [{ id, before, ref }] : [],
  )
  if (gone.length === 0) return []
  const keys = await keyring.openKeys(school, [...new Set(gone.map(({ before }) => sealedUnder(before)))])
  const groupsKey = await keyring.schoolKey(school, 'groups')
  return gone.flatMap(({ id, before, ref }) => {
    const key = keys.get(sealedUnder(before))
    if (!key) return []
    const opened = Object.entries(openItems(key, id, before))
    const items = Object.fromEntries(opened.filter(([code]) => granted.has(code)))
    const digest = Buffer.from(digestOf('group', items), 'hex')
    return [{ id, ref, digest, sealed: sealRemaining(groupsKey, id, items) }]
  })
}

const itsGoing = ({ ref }: Back): Refusal => ({ kind: 'group', ref, subject: null, digest: '' })

/** Takes the groups away that the run added, or brought back, where nobody is left in them but people who go themselves. */
export async function removeGroups(
  trx: SchoolTransaction,
  entries: readonly RunEntry[],
  { left, leaving }: { readonly left: ReadonlyMap<string, AsLeft>; readonly leaving: readonly string[] },
  reverting: Reverting,
): Promise<void> {
  const { of, redoes, at, today, runId } = reverting
  const added = entries.filter((entry) => isGroup(entry) && (entry.op === 'added' || entry.op === 'restored'))
  const ids = added.map(({ recordId }) => recordId)
  const { rows } = await sql<Omit<Gone, 'digest'>>`
    delete from record r
     where r.kind = 'group' and r.id = any(${ids}::uuid[]) and r.run_id = ${of} and not exists (
       select from membership m where m.group_id = r.id and (m.to_on is null or m.to_on > ${today}::date)
                                  and not (m.subject_id = any(${[...leaving]}::uuid[])))
    returning r.id, r.ref_hmac as ref, r.sealed`.execute(trx.db)
  if (rows.length === 0) return
  await dropMemberships(trx, sql<boolean>`group_id = any(${rows.map(({ id }) => id)}::uuid[])`, at)
  await tell(
    trx,
    rows.map(({ id, ref, sealed }): CopyRow => [at, 'removed', 'group', id, null, at, runId, sealed, ref]),
  )
  const gone = rows.flatMap(({ id }) => left.get(id) ?? [])
  if (redoes === null) await refuse(trx, refusalsOf(gone, reverting), at)
}
