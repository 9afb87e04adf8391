import canonicalize from 'canonicalize'

/** The one spelling of a value that RFC 8785 allows: what is signed and what is chained, so that others can compute it with any library. */
export function canonicalJson(value: object): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('What is to be signed has no JSON form.')
  return text
}
