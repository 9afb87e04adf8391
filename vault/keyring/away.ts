// Of Postgres: connection lost, shutting down or starting up, no connection left. Of the socket: ECONNREFUSED and its like.
const AWAY = /^(08|57P|53)\w*$|^E[A-Z]+$/
// The driver has no code for these.
const CUT = /^Connection terminated|timeout/

/** Whether an error says that the keyring cannot be reached for now, and nothing about a key. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? error.code : undefined
  return typeof code === 'string' ? AWAY.test(code) : CUT.test(error.message)
}
