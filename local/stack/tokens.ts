import { readFile, writeFile } from 'node:fs/promises'
import type { Kysely } from 'kysely'
import { connect } from '../../db/connect.js'
import type { ControlDatabase } from '../../db/control/database.js'
import { makePrincipal, principalByToken } from '../../db/control/principal.js'
import type { Role } from '../../db/control/principal.js'
import type { OpenHome } from '../home.js'

export type Tokens = Readonly<Record<Role, string>>

/** The four callers of the local stack, each with its token in a file that only its owner may read. */
export async function keepTokens(databaseUrl: string, { paths }: OpenHome): Promise<Tokens> {
  const control: Kysely<ControlDatabase> = connect(databaseUrl, { max: 1, idleMs: 1_000 })
  try {
    return {
      operator: await keepToken(control, 'operator', paths.operatorToken),
      school: await keepToken(control, 'school', paths.schoolToken),
      head: await keepToken(control, 'head', paths.headToken),
      application: await keepToken(control, 'application', paths.applicationToken),
    }
  } finally {
    await control.destroy()
  }
}

async function keepToken(control: Kysely<ControlDatabase>, role: Role, path: string): Promise<string> {
  const kept = await readFile(path, 'utf8').catch(() => '')
  if (kept !== '' && (await principalByToken(control, kept.trim()))) return kept.trim()
  const token = await makePrincipal(control, `local-${role}`, role)
  await writeFile(path, token, { mode: 0o600 })
  return token
}
