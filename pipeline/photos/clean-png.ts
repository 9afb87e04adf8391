const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** What a picture is made of. The rest is text, a time, a place, a colour profile, or frames of an animation. */
const picture: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'])

// Length and type before the data, a check sum after it.
const AROUND = 12

/**
 * A PNG without anything but the picture, and without whatever follows its end. Undefined where it is no whole PNG. Chunks are those of the
 * PNG specification (third edition), 11.
 */
export function cleanPng(bytes: Buffer): Buffer | undefined {
  if (!bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return undefined
  const kept: Buffer[] = [SIGNATURE]
  let shown = false
  for (let at = SIGNATURE.length; at + AROUND <= bytes.length;) {
    const end = at + AROUND + bytes.readUInt32BE(at)
    const type = bytes.toString('latin1', at + 4, at + 8)
    if (end > bytes.length || (kept.length === 1 && type !== 'IHDR')) return undefined
    if (picture.has(type)) kept.push(bytes.subarray(at, end))
    if (type === 'IDAT') shown = true
    if (type === 'IEND') return shown ? Buffer.concat(kept) : undefined
    at = end
  }
  return undefined
}
