import { inspect } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SealBroken, open, seal, sealedUnder } from '../../vault/sealing.js'
import { aKey } from './a-key.js'

const key = aKey()
const sealed = seal(key, 'ZZCANARY Ada', 'record/1')

test('opens what it sealed, text or bytes', () => {
  expect(open(key, sealed, 'record/1').toString('utf8')).toBe('ZZCANARY Ada')
  expect(open(key, seal(key, '', 'nothing'), 'nothing')).toHaveLength(0)
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3_000 }), fc.string(), (plain, about) => {
      expect(Buffer.compare(open(key, seal(key, plain, about), about), plain)).toBe(0)
    }),
  )
})

test('names the key that opens it and shows nothing of what is inside [R22]', () => {
  expect(sealedUnder(sealed)).toBe(key.id)
  expect(sealed.includes('CANARY')).toBe(false)
  expect(sealed).toHaveLength(1 + 16 + 12 + 'ZZCANARY Ada'.length + 16)
})

test('never seals the same twice', () => {
  expect(seal(key, 'same', 'place').equals(seal(key, 'same', 'place'))).toBe(false)
})

test('does not open under another key, in another place, or altered in any byte, and says nothing of it', () => {
  expect(() => open(aKey(), sealed, 'record/1')).toThrow(SealBroken)
  expect(() => open(key, sealed, 'record/2')).toThrow(SealBroken)
  for (let at = 0; at < sealed.length; at += 1) {
    const altered = Buffer.from(sealed)
    altered[at] = altered.readUInt8(at) ^ 1
    expect(() => open(key, altered, 'record/1'), `byte ${at}`).toThrow(SealBroken)
  }
  expect(inspect(new SealBroken(), { depth: 9 })).not.toContain('CANARY')
})

test.for([0, 1, 17, 29, 44])('refuses %i bytes as too few to be sealed', (length) => {
  expect(() => open(key, sealed.subarray(0, length), 'record/1')).toThrow(SealBroken)
  expect(() => sealedUnder(sealed.subarray(0, length))).toThrow(SealBroken)
})
