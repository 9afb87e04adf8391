import type { Kysely } from 'kysely'
import type pg from 'pg'
import type { Keyring } from '../../vault/keyring/keyring.js'
import { open } from '../../vault/sealing.js'
import { openPool, overPool } from '../connect.js'
import { findSchoolDatabase } from '../control/school-database.js'
import type { ControlDatabase } from '../control/database.js'
import type { SchoolDatabase } from './database.js'

export interface OpenSchool {
  readonly pool: pg.Pool
  readonly db: Kysely<SchoolDatabase>
}

/** The databases of the schools, each entered by its own role. Throws `SchoolNotProvisioned` before there is one. */
export interface SchoolDatabases {
  readonly open: (school: string) => Promise<OpenSchool>
  readonly close: () => Promise<void>
}

export class SchoolNotProvisioned extends Error {
  override readonly name = 'SchoolNotProvisioned'
}

export interface SchoolPoolsOptions {
  readonly control: Kysely<ControlDatabase>
  readonly keyring: Keyring
  /** The cluster's URL; role and database are replaced by the school's. */
  readonly clusterUrl: string
}

// Two connections serve one run and one reader. 200 pools that rest hold no connection at all, so the bound is on memory only.
const CONNECTIONS_A_SCHOOL = 2
const IDLE_MS = 10_000
const POOLS = 200

/** Opens pools as they are needed, closes the one used longest ago when there are too many. */
export function schoolDatabases(options: SchoolPoolsOptions): SchoolDatabases {
  const pools = new Map<string, Promise<OpenSchool>>()

  async function openSchool(school: string): Promise<OpenSchool> {
    const opened = pools.get(school) ?? connectSchool(options, school)
    pools.delete(school)
    pools.set(school, opened)
    await closeOldest(pools)
    try {
      return await opened
    } catch (error) {
      pools.delete(school)
      throw error
    }
  }
  return {
    open: openSchool,
    close: async () => {
      const all = [...pools.values()]
      pools.clear()
      await Promise.allSettled(all.map(async (opened) => (await opened).pool.end()))
    },
  }
}

async function closeOldest(pools: Map<string, Promise<OpenSchool>>): Promise<void> {
  const [oldest] = pools
  if (pools.size <= POOLS || !oldest) return
  pools.delete(oldest[0])
  const { pool } = await oldest[1]
  // Ends when its last query has: whoever still holds it is not cut off.
  void pool.end().catch(() => undefined)
}

async function connectSchool(
  { control, keyring, clusterUrl }: SchoolPoolsOptions,
  school: string,
): Promise<OpenSchool> {
  const place = await findSchoolDatabase(control, school)
  if (!place) throw new SchoolNotProvisioned('This school has no database yet.')
  const secrets = await keyring.schoolKey(school, 'secrets')
  const url = new URL(clusterUrl)
  url.username = place.role
  url.password = open(secrets, place.sealedPassword, aboutPassword(school)).toString('utf8')
  url.pathname = `/${place.name}`
  const pool = openPool(url.toString(), { max: CONNECTIONS_A_SCHOOL, idleMs: IDLE_MS })
  return { pool, db: overPool<SchoolDatabase>(pool) }
}

/** What a sealed password of a school's role is bound to. */
export const aboutPassword = (school: string) => `school-database/${school}`
