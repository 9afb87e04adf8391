import type { GatedPicture } from '../../../pipeline/gate.js'

/** What is sealed of a picture that passed the gate. There is no other way for one to reach a row. */
export const photoBytes = ({ bytes }: GatedPicture): Uint8Array => bytes

/** What a kept picture is: only these two pass the gate, and their first byte tells them apart. */
export function photoType(plain: Buffer): 'image/jpeg' | 'image/png' {
  return plain[0] === 0x89 ? 'image/png' : 'image/jpeg'
}
