/**
 * One school's file: two slots, one for the current epoch key and one for the next, each of the size of a disk sector so that a slot is
 * written whole or not at all. A slot is: mark 4 | generation 4 | length 2 | wrapped key | zeros. An empty slot is all zeros. Both are
 * filled only while a change of epoch is under way, or after one that a crash cut short.
 */
export interface EpochSlot {
  readonly generation: number
  readonly wrapped: Buffer
  /** Where in the file it lies. */
  readonly offset: number
}

export const SLOT_BYTES = 512
const OFFSETS = [0, SLOT_BYTES]
const MARK = Buffer.from('TKE1')
const WRAPPED_AT = 10

export function firstEpochFile(wrapped: Buffer): Buffer {
  return Buffer.concat([toSlot(1, wrapped), Buffer.alloc(SLOT_BYTES)])
}

/** The slots that are filled, the oldest first. */
export function slotsOf(file: Buffer): readonly EpochSlot[] {
  return OFFSETS.flatMap((offset) => readSlot(file.subarray(offset, offset + SLOT_BYTES), offset)).sort(
    (a, b) => a.generation - b.generation,
  )
}

/** The slot that the next epoch is written to: the one that the present epoch does not lie in. */
export function freeOffset(present: EpochSlot): number {
  return present.offset === 0 ? SLOT_BYTES : 0
}

export function toSlot(generation: number, wrapped: Buffer): Buffer {
  if (WRAPPED_AT + wrapped.length > SLOT_BYTES) throw new RangeError('A wrapped epoch key does not fit its slot.')
  const slot = Buffer.alloc(SLOT_BYTES)
  MARK.copy(slot)
  slot.writeUInt32BE(generation, 4)
  slot.writeUInt16BE(wrapped.length, 8)
  wrapped.copy(slot, WRAPPED_AT)
  return slot
}

function readSlot(slot: Buffer, offset: number): EpochSlot[] {
  if (slot.length !== SLOT_BYTES || !slot.subarray(0, MARK.length).equals(MARK)) return []
  const wrapped = slot.subarray(WRAPPED_AT, WRAPPED_AT + slot.readUInt16BE(8))
  return [{ generation: slot.readUInt32BE(4), wrapped, offset }]
}
