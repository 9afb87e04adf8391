/** The address of something under `/v1.0/`. Built anew each time: a URL that is changed and used again is how walks end up elsewhere. */
export function addressOf(origin: URL, path: string, query: Readonly<Record<string, string>> = {}): URL {
  const url = new URL(`/v1.0/${path}`, origin)
  for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value)
  return url
}
