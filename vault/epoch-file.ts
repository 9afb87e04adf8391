/**
 * One school's file: two slots, one for the current epoch key and one for the next, each of the size of a disk sector so that a slot is
 * written whole or not at all. A slot is: mark 4 | generation 4 | length 2 | wrapped key | zeros. An empty slot is all zeros. While
 * both are filled the lower generation is the current one.
 */
export interface EpochSlot {
  readonly generation: number
  readonly wrapped: Buffer
}

const SLOT_BYTES = 512
const MARK = Buffer.from('TKE1')
const WRAPPED_AT = 10

export function firstEpochFile(wrapped: Buffer): Buffer {
  return Buffer.concat([toSlot({ generation: 1, wrapped }), Buffer.alloc(SLOT_BYTES)])
}

export function currentSlot(file: Buffer): EpochSlot | undefined {
  const slots = [file.subarray(0, SLOT_BYTES), file.subarray(SLOT_BYTES)].flatMap(readSlot)
  return slots.sort((a, b) => a.generation - b.generation)[0]
}

function toSlot({ generation, wrapped }: EpochSlot): Buffer {
  if (WRAPPED_AT + wrapped.length > SLOT_BYTES) throw new RangeError('A wrapped epoch key does not fit its slot.')
  const slot = Buffer.alloc(SLOT_BYTES)
  MARK.copy(slot)
  slot.writeUInt32BE(generation, 4)
  slot.writeUInt16BE(wrapped.length, 8)
  wrapped.copy(slot, WRAPPED_AT)
  return slot
}

function readSlot(slot: Buffer): EpochSlot[] {
  if (slot.length !== SLOT_BYTES || !slot.subarray(0, MARK.length).equals(MARK)) return []
  return [{ generation: slot.readUInt32BE(4), wrapped: slot.subarray(WRAPPED_AT, WRAPPED_AT + slot.readUInt16BE(8)) }]
}
