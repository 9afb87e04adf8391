import type { SimulatorRequest } from '../../http/request.js'

/** The query, by names without regard to case. */
export function parametersOf({ query }: SimulatorRequest): ReadonlyMap<string, string> {
  return new Map([...query].map(([name, value]) => [name.toLowerCase(), value]))
}

/** A comma list, without regard to case. */
export function listIn(parameters: ReadonlyMap<string, string>, name: string): ReadonlySet<string> {
  const words = (parameters.get(name) ?? '').split(',').map((word) => word.trim().toLowerCase())
  return new Set(words.filter((word) => word !== ''))
}
