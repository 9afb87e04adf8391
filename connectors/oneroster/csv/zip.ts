import { crc32, inflateRawSync } from 'node:zlib'

import { badPackage, damaged } from './fault.js'
import { readDirectory } from './zip-directory.js'
import type { ZipEntry } from './zip-directory.js'

/** The files of a zip by their names, unpacked when asked for. */
export type Files = ReadonlyMap<string, () => Buffer>

// Rosters of 5,000 users are some 12 MB unpacked. Text packs well, up to twenty times; what promises a hundred is made to fill a memory.
const LARGEST_FILE = 128 * 1_048_576
/** Of all that is unpacked for one read, in bytes: what the largest schools stay far below. */
export const LARGEST_SUM = 256 * 1_048_576
const MOST_ENTRIES = 100
const HIGHEST_RATIO = 100
const SMALL = 1_048_576

const folders = /^(?:[^/]+\/)?([^/]+)$/

/**
 * Opens a zip in memory: nothing of it ever becomes a file of ours. Whatever is larger, deeper, or named otherwise than rosters are is
 * refused before a byte is unpacked. All may lie in one folder; what some systems add of their own is passed over.
 */
export function openZip(bytes: Buffer): Files {
  const entries = entriesOf(bytes)
  if (entries.some(({ name }) => isTrick(name))) throw badPackage('a_name_that_leaves_its_place')
  if (unpackedSize(bytes) > LARGEST_SUM) throw badPackage('too_large_unpacked')
  const files = new Map<string, () => Buffer>()
  for (const entry of entries) {
    const name = folders.exec(entry.name)?.[1]?.toLowerCase()
    if (name === undefined) throw badPackage('folders_in_folders')
    if (files.has(name)) throw badPackage('two_files_of_one_name')
    files.set(name, () => unpack(bytes, entry))
  }
  return files
}

/** What all its files together will come to, in bytes, as its directory says and unpacking holds it to. */
export function unpackedSize(bytes: Buffer): number {
  return entriesOf(bytes).reduce((sum, { size }) => sum + size, 0)
}

function entriesOf(bytes: Buffer): readonly ZipEntry[] {
  return readDirectory(bytes, MOST_ENTRIES).filter(({ name }) => !isTrimming(name))
}

function isTrimming(name: string): boolean {
  return name.endsWith('/') || name.startsWith('__MACOSX/') || /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini)$/.test(name)
}

function isTrick(name: string): boolean {
  return (
    name.includes('\\') ||
    name.includes('\0') ||
    name.startsWith('/') ||
    /^[A-Za-z]:/.test(name) ||
    name.split('/').includes('..')
  )
}

/** What the directory says of a file's size is where unpacking stops; what then is not exactly so is not the file that was packed. */
function unpack(bytes: Buffer, { packed, size, crc, deflated, start }: ZipEntry): Buffer {
  if (size > LARGEST_FILE) throw badPackage('too_large_unpacked')
  if (size > SMALL && size > packed * HIGHEST_RATIO) throw badPackage('packed_beyond_reason')
  const raw = bytes.subarray(start, start + packed)
  const content = deflated ? inflated(raw, size) : raw
  if (content?.length !== size || crc32(content) !== crc) throw damaged('a_damaged_file')
  return content
}

function inflated(raw: Buffer, size: number): Buffer | null {
  try {
    return inflateRawSync(raw, { maxOutputLength: Math.max(size, 1) })
  } catch {
    return null
  }
}
