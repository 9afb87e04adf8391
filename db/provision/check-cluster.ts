import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/** What keeps a process from starting on this cluster, as one sentence for the operator. */
export class ClusterNotReady extends Error {
  override readonly name = 'ClusterNotReady'
}

interface Rights {
  readonly may_provision: boolean
  readonly may_signal: boolean
  readonly open_to_all: number
}

/** Refuses a cluster on which a school could not be provisioned, ended or kept apart. Throws `ClusterNotReady`. */
export async function checkCluster<Database>(db: Kysely<Database>): Promise<void> {
  const { rows } = await sql<Rights>`
    select r.rolcreatedb and r.rolcreaterole as may_provision,
           r.rolsuper or pg_has_role(current_user, 'pg_signal_backend', 'member') as may_signal,
           (select count(*) from pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
             where d.datname in ('postgres', 'template1') and a.grantee = 0 and a.privilege_type = 'CONNECT') as open_to_all
    from pg_roles r where r.rolname = current_user`.execute(db)
  const rights = rows[0]
  if (!rights?.may_provision)
    throw new ClusterNotReady(
      'The role in DATABASE_URL may not create databases and roles; run `npm run set-up` with a superuser first.',
    )
  if (!rights.may_signal)
    throw new ClusterNotReady(
      'The role in DATABASE_URL lacks pg_signal_backend, without which a school could not be ended; run `npm run set-up` with a superuser.',
    )
  if (rights.open_to_all > 0)
    throw new ClusterNotReady(
      'Anybody may connect to the databases postgres or template1 of this cluster; run `npm run set-up` with a superuser to close them.',
    )
}
