type Query = Readonly<Record<string, string>>

/** The address of something under `/api/`. Built anew each time: a URL that is changed and used again is how walks end up elsewhere. */
export function addressOf(base: string, path: string, query: Query = {}): URL {
  const url = new URL(`/api/${path}`, base)
  for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value)
  return url
}

/** One list of a school. Statuses are asked for: without them every error says 200. */
export function schoolAddress(base: string, schoolId: string, endpoint: string, query: Query): URL {
  return addressOf(base, `v1/School/${schoolId}/${endpoint}`, { ...query, httpStatusCodes: 'true' })
}
