/** A value as JSON. Most are short plain texts and constants, which need no general machinery. */
export function printValue(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'string') return PLAIN.test(value) ? `"${value}"` : JSON.stringify(value)
  return JSON.stringify(value)
}

/** Nothing that JSON must escape: no quote, backslash or control sign, and no half of a surrogate pair. */
const PLAIN = /^[^"\\\u0000-\u001f\ud800-\udfff]*$/
