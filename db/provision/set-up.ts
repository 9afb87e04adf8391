import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { connect } from '../connect.js'

export interface ClusterSetUp {
  /** A superuser's URL; used here once and never by a running part. */
  readonly superuserUrl: string
  readonly provisionerPassword: string
  readonly keyringPassword: string
}

export const PROVISIONER = 'termkeeper'
export const KEYRING_ROLE = 'termkeeper_keyring'
export const SCHOOL_GROUP = 'termkeeper_school'

/**
 * What only a superuser can do, once per cluster, repeatable: the roles, the two databases, the right to end connections of a school
 * role (without it DROP DATABASE … FORCE fails under one), and closing `postgres` and `template1` to everybody else.
 */
export async function setUpCluster(setUp: ClusterSetUp): Promise<void> {
  const db = connect<unknown>(setUp.superuserUrl, { max: 1, idleMs: 1_000 })
  try {
    await role(db, PROVISIONER, setUp.provisionerPassword, sql`createdb createrole`)
    await role(db, KEYRING_ROLE, setUp.keyringPassword, sql`nocreatedb nocreaterole`)
    if (!(await exists(db, sql`select 1 from pg_roles where rolname = ${SCHOOL_GROUP}`)))
      await sql`create role ${sql.id(SCHOOL_GROUP)} nologin`.execute(db)
    await sql`grant ${sql.id(SCHOOL_GROUP)} to ${sql.id(PROVISIONER)} with admin true`.execute(db)
    await sql`grant pg_signal_backend to ${sql.id(PROVISIONER)}`.execute(db)
    for (const owner of [PROVISIONER, KEYRING_ROLE]) await database(db, owner)
    for (const name of ['postgres', 'template1'])
      await sql`revoke all on database ${sql.id(name)} from public`.execute(db)
  } finally {
    await db.destroy()
  }
}

async function role(
  db: Kysely<unknown>,
  name: string,
  password: string,
  rights: ReturnType<typeof sql>,
): Promise<void> {
  const there = await exists(db, sql`select 1 from pg_roles where rolname = ${name}`)
  const verb = there ? sql`alter` : sql`create`
  await sql`${verb} role ${sql.id(name)} login nosuperuser ${rights} password ${sql.lit(password)}`.execute(db)
}

async function database(db: Kysely<unknown>, name: string): Promise<void> {
  if (!(await exists(db, sql`select 1 from pg_database where datname = ${name}`)))
    await sql`create database ${sql.id(name)} owner ${sql.id(name)}`.execute(db)
  await sql`revoke connect, temporary on database ${sql.id(name)} from public`.execute(db)
  await sql`grant connect, temporary on database ${sql.id(name)} to ${sql.id(name)}`.execute(db)
}

async function exists(db: Kysely<unknown>, query: ReturnType<typeof sql>): Promise<boolean> {
  return (await query.execute(db)).rows.length > 0
}
