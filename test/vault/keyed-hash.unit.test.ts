import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keyedHash, keyedId } from '../../vault/keyed-hash.js'
import { bytesOf } from '../../vault/open-key.js'
import { aKey } from './a-key.js'

const key = aKey()

test('is HMAC-SHA256 over the parts, each behind its length', () => {
  const framed = Buffer.concat([Buffer.from([0, 0, 0, 3]), Buffer.from('ü1'), Buffer.from([0, 0, 0, 1, 7])])
  const expected = createHmac('sha256', bytesOf(key)).update(framed).digest()
  expect(keyedHash(key, 'ü1', Uint8Array.of(7))).toEqual(expected)
})

test('tells any two lists of parts apart', () => {
  const parts = fc.array(fc.string({ maxLength: 4 }), { maxLength: 4 })
  fc.assert(
    fc.property(parts, parts, (a, b) => {
      const same = JSON.stringify(a) === JSON.stringify(b)
      expect(keyedHash(key, ...a).equals(keyedHash(key, ...b))).toBe(same)
    }),
  )
  expect(keyedHash(key, 'ab', 'c')).not.toEqual(keyedHash(key, 'a', 'bc'))
  expect(keyedHash(key, 'a', '')).not.toEqual(keyedHash(key, 'a'))
})

test('gives the same parts the same id of UUID version 8, and another under another key', () => {
  const id = keyedId(key, 'subject', 'A1')
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(keyedId(key, 'subject', 'A1')).toBe(id)
  expect(keyedId(aKey(), 'subject', 'A1')).not.toBe(id)
})
