import { randomBytes, randomUUID } from 'node:crypto'
import type { Insertable, Selectable } from 'kysely'
import { OpenKey } from '../open-key.js'
import { unwrapUnder, wrapUnder } from '../wrapping.js'
import type { KeyTable } from './database.js'

export type KeyRow = Selectable<KeyTable>
export type NewKey = Insertable<KeyTable>

export interface KeyPlace {
  readonly school: string
  readonly subject: string | null
  readonly part: string
  readonly generation: number
}

/** A new random key, wrapped under the school's epoch. */
export function draftKey(epoch: Buffer, { school, subject, part, generation }: KeyPlace): NewKey {
  const id = randomUUID()
  const plain = randomBytes(32)
  const wrapped = wrapUnder(epoch, plain, aboutKey(id, school, part))
  plain.fill(0)
  return { id, school_id: school, subject_id: subject, part, generation, wrapped }
}

export function openRow(row: KeyRow, epoch: Buffer): OpenKey {
  return new OpenKey(row.id, unwrapUnder(epoch, row.wrapped, aboutKey(row.id, row.school_id, row.part)))
}

/** Binds a wrapped key to its row: moved to another id, school or part it does not open. */
const aboutKey = (id: string, school: string, part: string) => `key/${id}/${school}/${part}`
