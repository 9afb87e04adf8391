/** What a draw is about: names of facets and numbers of people. The same words always draw the same number. */
export type Key = string | number

const hashes = new Map<string, number>()

/** A number of 32 bits that depends on nothing but the seed and the keys: the whole model school is made of these. */
export function draw(seed: number, ...keys: readonly Key[]): number {
  let hash = seed | 0
  for (const key of keys) {
    hash = Math.imul(hash ^ (typeof key === 'number' ? key : hashOf(key)), 0x9e3779b1)
    hash ^= hash >>> 15
    hash = Math.imul(hash, 0x85ebca6b)
    hash ^= hash >>> 13
  }
  hash = Math.imul(hash, 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

export function chance(seed: number, share: number, ...keys: readonly Key[]): boolean {
  return draw(seed, ...keys) < share * 2 ** 32
}

/** A whole number from `low` to `high`, both included. */
export function between(seed: number, low: number, high: number, ...keys: readonly Key[]): number {
  return low + (draw(seed, ...keys) % (high - low + 1))
}

export function pick<T>(seed: number, list: readonly T[], ...keys: readonly Key[]): T {
  return nth(list, draw(seed, ...keys) % list.length)
}

/** The element that is known to be there; a model that asks for one that is not is wrong. */
export function nth<T>(list: readonly T[], index: number): T {
  const found = list[index]
  if (found === undefined) throw new RangeError(`The model asked for element ${index} of ${list.length}.`)
  return found
}

export function hashOf(text: string): number {
  const known = hashes.get(text)
  if (known !== undefined) return known
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  // Facets are few; seeds are hashed too, and a thousand test schools must not fill the memory.
  if (hashes.size < 500) hashes.set(text, hash >>> 0)
  return hash >>> 0
}

/** Shuffles the numbers below 2^bits without ever giving two the same place, so that ids look random and never collide. */
export function scatter(value: number, bits: number, salt: number): number {
  const mask = 2 ** bits - 1
  const mixed = (Math.imul(value, 0x9e3779b1) + salt) & mask
  return (Math.imul(mixed ^ (mixed >>> (bits >> 1)), 0x85ebca6b) & mask) >>> 0
}
