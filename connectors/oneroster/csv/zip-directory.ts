import { badPackage, damaged } from './fault.js'

/** A file in a zip, as the directory at its end describes it. */
export interface ZipEntry {
  readonly name: string
  readonly packed: number
  readonly size: number
  readonly crc: number
  readonly deflated: boolean
  /** Where its bytes begin. */
  readonly start: number
}

const END = 0x06054b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
const END_BYTES = 22
const CENTRAL_BYTES = 46
const LOCAL_BYTES = 30
const LONGEST_COMMENT = 65_535
const ENCRYPTED = 0x1
const ELSEWHERE = 0xffffffff

/** Where a zip's directory ends, or -1: a zip that was cut short has none. */
export function endOfZip(bytes: Buffer): number {
  const first = Math.max(0, bytes.length - END_BYTES - LONGEST_COMMENT)
  for (let at = bytes.length - END_BYTES; at >= first; at -= 1) if (bytes.readUInt32LE(at) === END) return at
  return -1
}

/** Every entry of the directory (APPNOTE 4.3.12). What spans disks, is encrypted or needs 64 bits is no roster. */
export function readDirectory(bytes: Buffer, most: number): readonly ZipEntry[] {
  const end = endOfZip(bytes)
  if (end < 0) throw damaged('no_zip_or_one_that_was_cut_short')
  const count = bytes.readUInt16LE(end + 10)
  if (count > most) throw badPackage('too_many_entries')
  const entries: ZipEntry[] = []
  let at = bytes.readUInt32LE(end + 16)
  for (let number = 0; number < count; number += 1) {
    if (at + CENTRAL_BYTES > end || bytes.readUInt32LE(at) !== CENTRAL) throw damaged('a_damaged_directory')
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset))
    entries.push(entryAt(bytes, at, name ?? 0, end))
    at += CENTRAL_BYTES + (name ?? 0) + (extra ?? 0) + (comment ?? 0)
  }
  return entries
}

function entryAt(bytes: Buffer, at: number, nameLength: number, end: number): ZipEntry {
  const method = bytes.readUInt16LE(at + 10)
  const packed = bytes.readUInt32LE(at + 20)
  const size = bytes.readUInt32LE(at + 24)
  const local = bytes.readUInt32LE(at + 42)
  if ((bytes.readUInt16LE(at + 8) & ENCRYPTED) !== 0) throw badPackage('encrypted')
  if ([packed, size, local].includes(ELSEWHERE)) throw badPackage('needs_64_bits')
  if (method !== 0 && method !== 8) throw badPackage('packed_in_an_unknown_way')
  if (local + LOCAL_BYTES > end || bytes.readUInt32LE(local) !== LOCAL) throw damaged('a_damaged_directory')
  const start = local + LOCAL_BYTES + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
  if (start + packed > end) throw damaged('a_damaged_directory')
  return {
    name: bytes.toString('utf8', at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameLength),
    packed,
    size,
    crc: bytes.readUInt32LE(at + 16),
    deflated: method === 8,
    start,
  }
}
