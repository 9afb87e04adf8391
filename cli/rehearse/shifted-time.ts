// The time-skipping server begins at the machine's now and only ever goes forward. To rehearse any year, every clock of the rehearsal
// stands off the server's by one constant: this is the workflows' part of it, put into their bundle as an interceptor module.

/** Written into the bundle in place of this text, as milliseconds. */
const SHIFT_MS = Number('@shift-ms@')

/** Asked once a workflow: its `Date`, which the SDK made, knows the workflow's time by then. */
export function interceptors(): Record<string, never> {
  const OfServer = globalThis.Date
  const now = () => OfServer.now() + SHIFT_MS
  function shifted(...given: [] | [string | number]): Date {
    return given.length === 0 ? new OfServer(now()) : new OfServer(given[0])
  }
  // Not a Proxy: the SDK froze its own `now`, and a proxy must not tell another.
  const date = Object.assign(shifted, { now, parse: OfServer.parse, UTC: OfServer.UTC, prototype: OfServer.prototype })
  Object.defineProperty(globalThis, 'Date', { value: date, configurable: true, writable: true })
  return {}
}
