import { between, chance } from '../random.js'

/** Numbers set aside for drama by Ofcom, so that a mistaken message reaches nobody. */
export function mobileOf(seed: number, kind: string, number: number): string {
  return `07700 900${String(between(seed, 0, 999, 'mobile', kind, number)).padStart(3, '0')}`
}

export function landlineOf(seed: number, kind: string, number: number): string {
  return `01632 960${String(between(seed, 0, 999, 'landline', kind, number)).padStart(3, '0')}`
}

/** An address below `.test`, which nobody can own. The number keeps two pupils of one name apart. */
export function emailOf(seed: number, forename: string, surname: string, number: number): string {
  const name = `${forename.charAt(0)}${surname}`.normalize('NFKD').replace(/[^A-Za-z]/g, '')
  return `${name.toLowerCase()}${number % 10_000}@school${String(seed % 1000)}.example.test`
}

export function maybe<T>(seed: number, share: number, value: T, kind: string, number: number): T | null {
  return chance(seed, share, kind, number) ? value : null
}
