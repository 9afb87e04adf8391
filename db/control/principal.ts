import { createHash, randomBytes } from 'node:crypto'
import type { Generated, Kysely } from 'kysely'
import type { ControlDatabase } from './database.js'

/** operator: the vendor's operations. school: a school's data administrator. head: its head. application: the vendor's product. */
export const roles = ['operator', 'school', 'head', 'application'] as const
export type Role = (typeof roles)[number]

/** A caller of the API. Its token is kept as a hash only; 256 random bits need no slow hash. */
export interface PrincipalTable {
  id: string
  role: Role
  token_hash: Buffer
  made_at: Generated<Date>
}

/** The schools a principal may speak for; an operator speaks for all and stands in no row. */
export interface PrincipalSchoolTable {
  principal_id: string
  school_id: string
}

export interface Principal {
  readonly id: string
  readonly role: Role
  readonly schools: ReadonlySet<string>
}

export async function principalByToken(db: Kysely<ControlDatabase>, token: string): Promise<Principal | undefined> {
  const found = await db
    .selectFrom('principal')
    .leftJoin('principal_school', 'principal_school.principal_id', 'principal.id')
    .select(['principal.id', 'principal.role', 'principal_school.school_id'])
    .where('token_hash', '=', tokenHash(token))
    .execute()
  const first = found[0]
  return (
    first && { id: first.id, role: first.role, schools: new Set(found.flatMap(({ school_id }) => school_id ?? [])) }
  )
}

/** Makes a principal, or gives one that is there a new token. The token is answered once and kept nowhere by us. */
export async function makePrincipal(db: Kysely<ControlDatabase>, id: string, role: Role): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await db
    .insertInto('principal')
    .values({ id, role, token_hash: tokenHash(token) })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ role, token_hash: tokenHash(token) }))
    .execute()
  return token
}

/** Lets a principal speak for a school. */
export async function admitPrincipal(db: Kysely<ControlDatabase>, principal: string, school: string): Promise<void> {
  await db
    .insertInto('principal_school')
    .values({ principal_id: principal, school_id: school })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** One deployment is one vendor's, and its application serves all of the vendor's schools: a new school is the application's too. */
export async function admitApplications(db: Kysely<ControlDatabase>, school: string): Promise<void> {
  await db
    .insertInto('principal_school')
    .columns(['principal_id', 'school_id'])
    .expression((eb) =>
      eb
        .selectFrom('principal')
        .select((of) => ['principal.id', of.val(school).as('school')])
        .where('role', '=', 'application'),
    )
    .execute()
}
