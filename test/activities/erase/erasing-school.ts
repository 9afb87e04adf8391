import { MockActivityEnvironment } from '@temporalio/testing'
import { sql } from 'kysely'
import { closeErasureActivities } from '../../../activities/erase/close-erasure.js'
import type { CloseErasureInput } from '../../../activities/erase/close-erasure.js'
import { eraseBatchActivities } from '../../../activities/erase/erase-batch.js'
import { certifyWithdrawalsActivities } from '../../../activities/prove/certify-withdrawals.js'
import { stripActivities } from '../../../activities/strip-withdrawn.js'
import { listCertificates } from '../../../db/control/certificate.js'
import { findSchool } from '../../../db/control/school.js'
import { sealFact } from '../../../db/school/document.js'
import { sealedUnder } from '../../../vault/sealing.js'
import type { buildDependencies } from '../../../workers/dependencies.js'
import type { ApiUnderTest } from '../../api/api-under-test.js'
import { fillSchool } from '../../api/filled-school.js'

export type Built = Awaited<ReturnType<typeof buildDependencies>>
export type ErasingSchool = Awaited<ReturnType<typeof erasingSchool>>

const act = <Result>(work: () => Promise<Result>): Promise<Result> => new MockActivityEnvironment().run(work)

/** A filled school, with what its lifecycle would do to it at an instant of the test's own. */
export async function erasingSchool(api: ApiUnderTest, built: Built) {
  const at = await fillSchool(api)
  const { school, db } = at
  const [pupil = '', other = '', third = ''] = at.ids.pupils
  const [group = '', another = ''] = at.ids.groups

  async function know(subject: string, what: 'spell' | 'notice', value: unknown, learnedAt: Date): Promise<void> {
    const key = (await built.keyring.makeSubjectKeys(school, [subject], 'core')).get(subject)
    if (!key) throw new Error('The subject has no key.')
    const sealed = sealFact(key, subject, what, JSON.stringify(value))
    await db.insertInto('fact').values({ subject_id: subject, what, learned_at: learnedAt, sealed }).execute()
  }
  for (const id of at.ids.pupils) await know(id, 'spell', ['2024-09-01', null], new Date('2026-09-01T03:00:00Z'))
  return {
    ...at,
    pupil,
    other,
    third,
    group,
    another,
    know,
    ring: async (instant: Date, erasure: string) => {
      const input = { school, erasure, at: instant.toISOString() }
      const erased = await act(() => eraseBatchActivities(built).eraseDuePeople(input))
      await act(() =>
        closeErasureActivities(built).closeErasure({ school, of: 'people', erasedAt: instant.toISOString() }),
      )
      return erased
    },
    erase: (instant: Date, erasure: string, deps: Built = built) =>
      act(() => eraseBatchActivities(deps).eraseDuePeople({ school, erasure, at: instant.toISOString() })),
    close: (instant: Date, deps: Built = built, of: CloseErasureInput['of'] = 'people') =>
      act(() => closeErasureActivities(deps).closeErasure({ school, of, erasedAt: instant.toISOString() })),
    strip: async (instant: Date, deps: Built = built) => {
      const grantVersion = (await findSchool(built.control, school))?.grant_version ?? 0
      await act(() => stripActivities(deps).stripWithdrawn({ school, grantVersion, at: instant.toISOString() }))
      return grantVersion
    },
    certify: (grantVersion: number, instant: Date) =>
      act(() =>
        certifyWithdrawalsActivities(built).certifyWithdrawals({
          school,
          grantVersion,
          strippedAt: instant.toISOString(),
        }),
      ),
    certificates: async () =>
      (await listCertificates(built.control, school, 10)).map(({ document }) => JSON.parse(document)),
    /** Every sealed row of these people or groups, as stored. */
    rowsOf: async (...ids: readonly string[]) => {
      const { rows } = await sql<{ sealed: Buffer }>`
        select id::text, digest, updated_at, sealed from record where id = any(${ids}::uuid[])
        union all select subject_id::text, what::bytea, learned_at, sealed from fact where subject_id = any(${ids}::uuid[])
        order by 1, 2, 3`.execute(db)
      return rows
    },
    opens: async (rows: readonly { readonly sealed: Buffer }[]) =>
      (await built.keyring.openKeys(school, [...new Set(rows.map(({ sealed }) => sealedUnder(sealed)))])).size,
    feed: async () =>
      (await api.call('application', 'GET', at.path('/changes'))).body.data.map(
        ({ op, kind, recordId }: { op: string; kind: string; recordId: string }) => `${op} ${kind} ${recordId}`,
      ),
  }
}
