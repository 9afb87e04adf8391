import { grantedItems } from '../agreement/grant-code.js'
import { currentGrant } from '../db/control/acceptance.js'
import { withdrawnSince } from '../db/control/withdrawn-items.js'
import { findSchool } from '../db/control/school.js'
import { stripAttendance } from '../db/school/attendance/strip-attendance.js'
import type { OpenSchool } from '../db/school/pools.js'
import { withdrawForAll } from '../db/school/strip/withdraw-for-all.js'
import type { Withdrawal } from '../db/school/strip/withdraw-for-all.js'
import { canonical } from '../pipeline/canonical.js'
import { beating } from './beat.js'
import type { ActivityDependencies } from './dependencies.js'
import { asFailure, failure } from './failures.js'
import { endStagedChanges } from './holds/end-staged.js'
import { openSchoolKeys } from './collect/school-keys.js'
import { withdrawParts } from './parts/strip-parts.js'

export interface StripInput {
  readonly school: string
  readonly grantVersion: number
  readonly at: string
}

export interface StripActivities {
  /**
   * Takes withdrawn items out of every stored document and seals what is left under a new key, because the old document is still in the
   * write-ahead log and in backups; counts what is left and tries the old keys. Repeatable: a second run finds nothing more to strip.
   */
  stripWithdrawn(input: StripInput): Promise<void>
}

export function stripActivities(deps: ActivityDependencies): StripActivities {
  return {
    stripWithdrawn: (input) =>
      beating(() => strip(deps, input)).catch((error: unknown) => {
        throw asFailure(error)
      }),
  }
}

// The promise (requirements.md §4, 14), under every agreement.
const WITHIN_MS = 24 * 3_600_000

async function strip(deps: ActivityDependencies, { school, grantVersion, at }: StripInput): Promise<void> {
  const { control, keyring, schools } = deps
  const [grant, found] = await Promise.all([currentGrant(control, school), findSchool(control, school)])
  const codes = grant?.items ?? []
  const granted = grantedItems(codes)
  const withdrawn = await withdrawnSince(control, school, found?.stripped_version ?? 0)
  const { hashes } = await openSchoolKeys(keyring, school)
  const lineOf = (item: string) => {
    const { version, instruction, grantedAt } = withdrawn.get(item) ?? {}
    const dueAt = new Date((grantedAt ?? new Date(at)).getTime() + WITHIN_MS)
    return { erasure: erasureOf(school, version ?? grantVersion), instruction: instruction ?? null, dueAt }
  }
  const opened = await schools.open(school)
  await endStagedChanges(deps, school, { of: 'everybody', at: new Date(at) })
  const digestOf: Withdrawal['digestOf'] = (kind, items) => hashes.digest('items', kind, canonical(items))
  const withdrawal = { school, at: new Date(at), granted, digestOf, lineOf }
  if ((await withdrawForAll(opened, keyring, withdrawal)) > 0) throw failure('ErasureIncomplete')
  if (!granted.has(MARKS)) await withdrawMarks(deps, opened, withdrawal)
  await withdrawParts(deps, opened, { ...withdrawal, granted: codes, withdrawn: withdrawn.keys() })
}

const MARKS = 'pupil.attendance'

/** Marks lie under keys of their own: those go, then the rows, and what control knew of them. */
async function withdrawMarks(
  { control, keyring }: ActivityDependencies,
  opened: OpenSchool,
  { school, at, lineOf }: Pick<Withdrawal, 'school' | 'at' | 'lineOf'>,
): Promise<void> {
  await keyring.destroyAttendance(school)
  await stripAttendance(opened, { at, line: { ...lineOf(MARKS), item: MARKS, receipt: null } })
  const dates = { attendance_read_to: null, attendance_erase_at: null, attendance_stayed_until: null }
  await control
    .updateTable('school')
    .set({ ...dates, attendance_since: null })
    .where('id', '=', school)
    .execute()
}

/** The same for the same withdrawal, so that its certificate is issued once. */
const erasureOf = (school: string, version: number) => `${school}-grant-${version}`
