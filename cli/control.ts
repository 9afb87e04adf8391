import type { Kysely } from 'kysely'
import { connect } from '../db/connect.js'
import type { ControlDatabase } from '../db/control/database.js'
import { readControlUrl } from '../db/environment.js'

/** Does something with the control database that DATABASE_URL names, and lets go of it. */
export async function withControl<Result>(act: (control: Kysely<ControlDatabase>) => Promise<Result>): Promise<Result> {
  const control: Kysely<ControlDatabase> = connect(readControlUrl(process.env), { max: 1, idleMs: 1_000 })
  try {
    return await act(control)
  } catch (error) {
    throw sentenceFor(error)
  } finally {
    await control.destroy()
  }
}

const UNKNOWN_TABLE = '42P01'
const NO_ANSWER = ['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH']

/** What the driver says of these is a code, or nothing at all. */
function sentenceFor(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === UNKNOWN_TABLE)
    return new Error('The database of DATABASE_URL has no tables of ours yet; run `npm run migrate` first.')
  if (NO_ANSWER.includes(code))
    return new Error('The database of DATABASE_URL does not answer; start it, or correct the URL.')
  return error
}
