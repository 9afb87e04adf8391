import type { ItemCode } from '../agreement/items.js'
import { currentGrant } from '../db/control/acceptance.js'
import { withdrawnSince } from '../db/control/withdrawn-items.js'
import { findSchool } from '../db/control/school.js'
import { withdrawForAll } from '../db/school/strip/withdraw-for-all.js'
import { canonical } from '../pipeline/canonical.js'
import { beating } from './beat.js'
import type { ActivityDependencies } from './dependencies.js'
import { asFailure, failure } from './failures.js'
import { openSchoolKeys } from './collect/school-keys.js'

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
  const withdrawn = await withdrawnSince(control, school, found?.stripped_version ?? 0)
  const { hashes } = await openSchoolKeys(keyring, school)
  const left = await withdrawForAll(await schools.open(school), keyring, {
    school,
    at: new Date(at),
    granted: new Set<ItemCode>(grant?.items),
    digestOf: (kind, items) => hashes.digest('items', kind, canonical(items)),
    lineOf: (item) => {
      const { version, instruction, grantedAt } = withdrawn.get(item) ?? {}
      const dueAt = new Date((grantedAt ?? new Date(at)).getTime() + WITHIN_MS)
      return { erasure: erasureOf(school, version ?? grantVersion), instruction: instruction ?? null, dueAt }
    },
  })
  if (left > 0) throw failure('ErasureIncomplete')
}

/** The same for the same withdrawal, so that its certificate is issued once. */
const erasureOf = (school: string, version: number) => `${school}-grant-${version}`
