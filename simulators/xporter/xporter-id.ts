import { hashOf, scatter } from '../model/random.js'
import { guid } from './access/credentials.js'
import type { View } from './scene.js'

/** Kinds of object with ids of their own, by the prefix that Xporter gives their ids. `GR`, `GH` and `GU` are guesses. */
export type IdaasPrefix = 'PL' | 'PWT' | 'GY' | 'GC' | 'GR' | 'GH' | 'GU'

export interface Numbered {
  readonly number: number
  readonly misId: string
  readonly recordNumber?: number
}

export function idaasId(prefix: IdaasPrefix, { misId }: Pick<Numbered, 'misId'>): string {
  return `${prefix}-${misId}`
}

/** Xporter's own: an x and six to eight letters and digits. Two objects of one kind never share one. */
export function xid(
  prefix: IdaasPrefix,
  { number, recordNumber = number }: Numbered,
  { seed, habits }: View,
): string | null {
  if (habits.xids === 'missing') return null
  return `x${(36 ** 6 + scatter(recordNumber, 30, seed ^ hashOf(`xid ${prefix}`))).toString(36).toUpperCase()}`
}

export function externalId(prefix: IdaasPrefix, { misId }: Numbered, { school }: View): string {
  return guid(`${school.id} ${prefix} ${misId}`)
}
