import fc from 'fast-check'

type Path = readonly (string | number)[]

/** How many odd variants of a protocol's answers are tried: a few thousand in `npm test`, 17,000 of each of three in `npm run fuzz`. */
export const fuzzRuns = Number(process.env['FUZZ_RUNS'] ?? 4_000)

export const CANARY = 'Canary Secretsson'

/** What no source should send in the place of something else: nothing, another type, too much. */
export const oddValue = fc.oneof(
  fc.constantFrom<unknown>(null, '', ' ', 0, -1, 3.5, true, [], {}, CANARY, [CANARY], { data: CANARY }, { data: [] }),
  fc.constantFrom<unknown>(
    '2026-02-30',
    '0000-00-00',
    { date: CANARY },
    { data: { id: [CANARY] } },
    CANARY.repeat(600),
  ),
  fc.jsonValue({ maxDepth: 2 }),
)

/** A document with one or two of its places, at any depth, made odd or taken away. */
export function oddVariant(document: object): fc.Arbitrary<object> {
  const place = fc.constantFrom(...placesIn(document))
  const change = fc.record({ place, value: fc.option(oddValue, { nil: undefined }) })
  return fc.array(change, { minLength: 1, maxLength: 2 }).map((changes) => {
    const variant = structuredClone(document)
    for (const { place: at, value } of changes) put(variant, at, value)
    return variant
  })
}

function placesIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const within = Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...path, key]))
  return path.length === 0 ? within : [path, ...within]
}

/** An earlier change may have taken away what this one would have changed. */
function put(document: object, path: Path, value: unknown): void {
  let inner: unknown = document
  for (const key of path.slice(0, -1))
    inner = typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : null
  const [last] = path.slice(-1)
  if (typeof inner !== 'object' || inner === null || last === undefined) return
  // JSON knows no array with a hole.
  if (value === undefined && Array.isArray(inner)) inner.splice(Number(last), 1)
  else if (value === undefined) Reflect.deleteProperty(inner, last)
  else Reflect.set(inner, last, value)
}
