import { createHash } from 'node:crypto'
import { canonicalJson } from './canonical-json.js'

/** One act as the register keeps it: ids, words of code and counts; nothing about one pupil. */
export interface AuditEntry {
  readonly school: string
  /** Counted from 1 in each school. */
  readonly seq: number
  readonly at: string
  readonly act: string
  /** The id of the caller who did or ordered it; for what Termkeeper does by itself, who gave the instruction it rests on. */
  readonly by: string
  /** By what right: a role, or what gave it. */
  readonly right: string
  readonly instruction: number | null
  /** The version of the agreement in force. */
  readonly version: number | null
  readonly counts: Readonly<Record<string, number>>
}

export interface ChainedEntry extends AuditEntry {
  /** The hash of the entry before, by which removing or moving one shows. */
  readonly previous: string
  readonly hash: string
}

/** How far a school's register goes: without it the last entries could be cut off unseen. */
export interface ChainEnd {
  readonly seq: number
  readonly hash: string
}

/** What the first entry of a school follows. */
export const nothingYet: ChainEnd = { seq: 0, hash: '0'.repeat(64) }

/** SHA-256 of the canonical form of an entry, of these members and no other, with the hash of the one before it. */
export function chained(entry: AuditEntry, previous: string): ChainedEntry {
  const { school, seq, at, act, by, right, instruction, version, counts } = entry
  const linked = { school, seq, at, act, by, right, instruction, version, counts, previous }
  return { ...linked, hash: createHash('sha256').update(canonicalJson(linked)).digest('hex') }
}

export interface ChainFault {
  readonly seq: number
  readonly fault: 'altered' | 'missing' | 'outOfOrder' | 'beyondEnd'
}

/** The first place where a school's entries, in the order they are kept in, are not what was written; null if there is none. */
export function chainFault(entries: readonly ChainedEntry[], end: ChainEnd): ChainFault | null {
  let last = nothingYet
  for (const entry of entries) {
    const expected = last.seq + 1
    if (entry.seq !== expected) return { seq: expected, fault: entry.seq > expected ? 'missing' : 'outOfOrder' }
    if (entry.previous !== last.hash || chained(entry, last.hash).hash !== entry.hash)
      return { seq: expected, fault: 'altered' }
    last = { seq: entry.seq, hash: entry.hash }
  }
  if (last.seq < end.seq) return { seq: last.seq + 1, fault: 'missing' }
  if (last.seq > end.seq) return { seq: end.seq + 1, fault: 'beyondEnd' }
  return last.hash === end.hash ? null : { seq: last.seq, fault: 'altered' }
}
