import { randomBytes, randomUUID } from 'node:crypto'
import type { Items } from '../../db/school/document.js'
import { sealRemaining } from '../../db/school/document.js'
import type { Membership } from '../../db/school/membership.js'
import { sealPart } from '../../db/school/parts/part-document.js'
import { itemCodes } from '../../agreement/items.js'
import type { ApiUnderTest } from './api-under-test.js'

export type FilledSchool = Awaited<ReturnType<typeof fillSchool>>

/**
 * A school whose database holds three pupils, two staff and two groups, put there without a source: what each document holds is then the
 * test's to say, ungranted items included, which no run would store. Every item of the agreement is granted unless `items` says otherwise.
 */
export async function fillSchool(api: ApiUnderTest, items: readonly string[] = everyItem) {
  const { keyring, schools } = api.deps
  const school = await api.register()
  await api.provision(school)
  const accepted = await api.accept(school, items)
  if (accepted.status !== 201) throw new Error(`accepting answered ${accepted.status} ${accepted.text}`)
  const { db } = await schools.open(school)
  const ids = { pupils: uuids(3), staff: uuids(2), groups: uuids(2) }

  async function put(kind: 'pupil' | 'staff' | 'group', id: string, document: Items, owner?: string): Promise<void> {
    const subject = kind === 'group' ? (owner ?? null) : id
    const keys = await keyring.makeSubjectKeys(school, subject === null ? [] : [subject], 'core')
    const key = (subject === null ? undefined : keys.get(subject)) ?? (await keyring.schoolKey(school, 'groups'))
    const [sealed, digest] = [sealRemaining(key, id, document), randomBytes(32)]
    if (kind !== 'group')
      await db.insertInto('subject').values({ id, kind, about_digest: digest, places_digest: digest }).execute()
    const row = { id, kind, ref_hmac: randomBytes(32), subject_id: subject, digest, sealed }
    await db
      .insertInto('record')
      .values({ ...row, run_id: 'run', updated_at: new Date('2026-09-01T03:00:00Z') })
      .execute()
  }

  for (const [at, id] of ids.pupils.entries()) await put('pupil', id, pupil(at))
  for (const [at, id] of ids.staff.entries())
    await put('staff', id, { 'staff.title': 'Dr', 'staff.name': name(at), 'staff.email': null })
  for (const [at, id] of ids.groups.entries())
    await put('group', id, { 'group.name': `Set ${at}`, 'group.type': 'class' })
  return {
    school,
    db,
    ids,
    run: String(accepted.body.runId),
    put,
    join: (subject: string, group: string, item: Membership['item'], from = '2026-09-01', to: string | null = null) =>
      db
        .insertInto('membership')
        .values({ subject_id: subject, group_id: group, item, from_on: from, to_on: to })
        .execute(),
    hide: (subject: string, from = new Date(0)) =>
      db.updateTable('subject').set({ hidden_from: from }).where('id', '=', subject).execute(),
    leave: (subject: string, from = new Date(0)) =>
      db.updateTable('subject').set({ left_from: from }).where('id', '=', subject).execute(),
    miss: (subject: string, since: Date) =>
      db.updateTable('subject').set({ absent_since: since }).where('id', '=', subject).execute(),
    feed: (count: number) =>
      db
        .insertInto('change')
        .values(
          Array.from({ length: count }, (_, at) => ({
            at: new Date('2026-09-01T03:00:00Z'),
            op: 'added' as const,
            kind: 'pupil' as const,
            record_id: ids.pupils[at % 3] ?? '',
            subject_id: ids.pupils[at % 3] ?? '',
            effective_from: null,
            run_id: 'run',
          })),
        )
        .execute(),
    /** As if its first run had ended, and changed a group. */
    applied: async () => {
      const run = String(accepted.body.runId)
      const row = { at: new Date(), op: 'changed' as const, kind: 'group' as const, record_id: ids.groups[0] ?? '' }
      await db
        .insertInto('change')
        .values({ ...row, subject_id: null, effective_from: null, run_id: run })
        .execute()
      const ended = { state: 'applied' as const, ended_at: new Date() }
      await api.deps.control
        .updateTable('run')
        .set(ended)
        .where('id', '=', run)
        .where('school_id', '=', school)
        .execute()
    },
    /** A pupil's photograph. */
    picture: async (subject: string) => {
      const key = (await keyring.makeSubjectKeys(school, [subject], 'photo')).get(subject)
      if (!key) throw new Error('no key was made')
      const name = { subject, part: 'photo' } as const
      const row = {
        id: randomUUID(),
        subject_id: subject,
        part: 'photo' as const,
        digest: randomBytes(32),
        run_id: 'run',
      }
      const sealed = sealPart(key, name, Buffer.from('ffd8ffd9', 'hex'))
      await db
        .insertInto('part')
        .values({ ...row, sealed, updated_at: new Date('2026-09-01T03:00:00Z') })
        .execute()
    },
    /** Whether its contract goes on; answers the question's id. */
    ask: async () => {
      const row = { kind: 'contractEnds' as const, due_on: '2027-08-31', asks: ['2027-07-02'], asked_at: new Date() }
      return (await db.insertInto('question').values(row).returning('id').executeTakeFirstOrThrow()).id
    },
    path: (rest: string) => `/v1/schools/${school}${rest}`,
  }
}

/** Everything that `assessment-portal` speaks of. */
const everyItem = itemCodes.filter((code) => code !== 'pupil.lunch')

function uuids(count: number): string[] {
  return Array.from({ length: count }, () => randomUUID()).sort()
}

const name = (at: number) => ({ forename: `Forename${at}`, surname: `Surname${at}`, middleNames: null })

function pupil(at: number): Items {
  return {
    'pupil.misId': `A${at}`,
    'pupil.upn': null,
    'pupil.name': name(at),
    'pupil.ethnicity': 'WBRI',
    'pupil.dateOfBirth': '2014-02-03',
    'pupil.lunch': 'never-granted',
  }
}
