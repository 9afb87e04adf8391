/** Markers that stand alone, without a length: TEM and the restarts. */
const alone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)

const START = 0xd8
const END = 0xd9
const SCAN = 0xda

/** What a picture is made of: frames, tables, restart intervals, scans. Everything else is about it, or about whom it shows. */
function isPicture(marker: number): boolean {
  const frameOrTable = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc8
  return frameOrTable || (marker >= 0xda && marker <= 0xdd)
}

/**
 * A JPEG without anything but the picture: every application segment goes (a place, a camera, a name, a colour profile, a thumbnail of what was
 * cut off), every comment, and whatever follows the end. Undefined where it is no whole JPEG. Segments are those of ITU-T T.81, annex B.
 */
export function cleanJpeg(bytes: Buffer): Buffer | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== START) return undefined
  const kept: Buffer[] = [bytes.subarray(0, 2)]
  let scanned = false
  for (let at = 2; ;) {
    if (bytes[at] !== 0xff) return undefined
    while (bytes[at + 1] === 0xff) at += 1
    const marker = bytes[at + 1] ?? 0x00
    if (marker === 0x00 || alone(marker)) return undefined
    if (marker === END) return scanned ? Buffer.concat([...kept, bytes.subarray(at, at + 2)]) : undefined
    // One that runs past the end finds no marker there.
    const end = at + 2 + lengthAt(bytes, at + 2)
    if (end < at + 4) return undefined
    if (isPicture(marker)) kept.push(bytes.subarray(at, end))
    at = end
    if (marker !== SCAN) continue
    scanned = true
    at = endOfScan(bytes, end)
    kept.push(bytes.subarray(end, at))
  }
}

/** A length that is cut off is none, and one that counts itself is at least two. */
const lengthAt = (bytes: Buffer, at: number) => (at + 2 <= bytes.length ? bytes.readUInt16BE(at) : 0)

/** Coded data goes on until a marker that is neither a stuffed byte nor a restart. */
function endOfScan(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(0xff, from)
  while (at >= 0) {
    const next = bytes[at + 1] ?? END
    if (next !== 0x00 && !alone(next) && next !== 0xff) return at
    at = bytes.indexOf(0xff, at + 1)
  }
  return bytes.length
}
