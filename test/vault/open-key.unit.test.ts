import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { bytesOf, forgetKey, openKey } from '../../vault/open-key.js'
import { keyedHash } from '../../vault/keyed-hash.js'

const bytes = Buffer.from('0123456789abcdef0123456789abcdef')
const key = openKey('5f3c1f0e-0000-4000-8000-000000000000', Buffer.from(bytes))
const spellings = [bytes.toString('utf8'), bytes.toString('hex'), bytes.toString('base64'), [...bytes].join(', ')]

test.for([
  ['JSON', JSON.stringify(key)],
  ['inspect', inspect(key, { showHidden: true, depth: 9, getters: true })],
  ['a template', inspect({ key, list: [key] }, { depth: 9 })],
  ['a copy', inspect({ ...key })],
  ['its own properties', inspect(Object.getOwnPropertyDescriptors(key), { showHidden: true, depth: 9 })],
] as const)('shows no key material in %s', ([, shown]) => {
  for (const spelling of spellings) expect(shown).not.toContain(spelling)
  expect(shown).not.toContain('Buffer')
})

test('cannot be used after it was forgotten, and its bytes are overwritten', () => {
  const owned = Buffer.from(bytes)
  const short = openKey('5f3c1f0e-0000-4000-8000-000000000001', owned)
  forgetKey(short)
  expect(owned.equals(Buffer.alloc(32))).toBe(true)
  expect(() => bytesOf(short)).toThrow('forgotten')
  expect(() => keyedHash(short, 'x')).toThrow('forgotten')
})

test('refuses a key of another length', () => {
  expect(() => openKey('5f3c1f0e-0000-4000-8000-000000000002', Buffer.alloc(16))).toThrow('32 bytes')
})
