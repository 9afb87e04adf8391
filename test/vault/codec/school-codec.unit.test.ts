import type { Payload } from '@temporalio/common'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { codecKeys } from '../../../vault/codec/codec-keys.js'
import { schoolCodec } from '../../../vault/codec/school-codec.js'
import { KeyDestroyed } from '../../../vault/key-destroyed.js'
import { bytesOf, openKey } from '../../../vault/open-key.js'
import type { OpenKey } from '../../../vault/open-key.js'
import { SealBroken, sealedUnder } from '../../../vault/sealing.js'
import { aKey } from '../a-key.js'

const plain: Payload = { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('"ZZCANARY"') }
const workflow = (workflowId: string) => ({ type: 'workflow', namespace: 'schools', workflowId }) as const
const activity = (workflowId?: string) =>
  ({ type: 'activity', namespace: 'schools', isLocal: false, ...(workflowId !== undefined && { workflowId }) }) as const

/** A keyring of codec keys in memory, which can be out of reach and counts how often it is asked. */
function keysInMemory(schools: readonly string[]) {
  const held = new Map(schools.map((school) => [school, aKey()]))
  const state = { asked: 0, outOfReach: false, destroy: (school: string) => held.delete(school) }
  const handOut = (key: OpenKey | undefined): OpenKey => {
    state.asked += 1
    if (state.outOfReach) throw new Error('connect ECONNREFUSED')
    if (!key) throw new KeyDestroyed()
    return openKey(key.id, Buffer.from(bytesOf(key)))
  }
  const keys = codecKeys({
    schoolKey: async (school: string) => handOut(held.get(school)),
    openKeys: async (school: string) => new Map([[held.get(school)?.id ?? '', handOut(held.get(school))]]),
  })
  return { ...schoolCodecOver(keys), state, idOf: (school: string) => held.get(school)?.id }
}

function schoolCodecOver(keys: ReturnType<typeof codecKeys>) {
  const codec = schoolCodec(keys)
  const encode = async (context?: Parameters<typeof codec.encode>[1]) => (await codec.encode([plain], context))[0]!
  return { keys, encode, decode: async (payload: Payload) => (await codec.decode([payload]))[0]! }
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

test.for([
  [workflow('school/oakfield'), 'oakfield'],
  [workflow('school/oakfield/sync/2026-11-23'), 'oakfield'],
  [activity('school/oakfield/erase/01H'), 'oakfield'],
  [workflow('school/elm-park'), 'elm-park'],
  [workflow('watch/reconcile'), 'platform'],
  [workflow('end/oakfield'), 'platform'],
  [workflow('schools/oakfield'), 'platform'],
  [activity(), 'platform'],
  [undefined, 'platform'],
] as const)('seals for %j under the key of %s', async ([context, owner]) => {
  const { encode, decode, idOf } = keysInMemory(['platform', 'oakfield', 'elm-park'])
  const sealed = await encode(context)
  expect(sealedUnder(sealed.data!)).toBe(idOf(owner))
  expect(Buffer.from(sealed.data!).includes('CANARY')).toBe(false)
  expect(Buffer.from(sealed.metadata!['encoding']!).toString()).toBe('binary/encrypted')
  const { metadata, data } = await decode(sealed)
  expect({ metadata, data }).toEqual(plain)
})

test('leaves alone what nobody sealed', async () => {
  const { decode } = keysInMemory(['platform'])
  expect(await decode(plain)).toBe(plain)
})

test.for([['destroyed'], ['out of reach']] as const)(
  'seals under the key of the platform while the key of the school is %s',
  async ([how]) => {
    const { encode, decode, state, idOf } = keysInMemory(['platform', 'oakfield'])
    await encode()
    if (how === 'destroyed') state.destroy('oakfield')
    else state.outOfReach = true
    const sealed = await encode(workflow('school/oakfield'))
    expect(sealedUnder(sealed.data!)).toBe(idOf('platform'))
    state.outOfReach = false
    expect((await decode(sealed)).data).toEqual(plain.data)
  },
)

test('seals under the key of the school again as soon as it can be had', async () => {
  const { encode, state, idOf } = keysInMemory(['platform', 'oakfield'])
  await encode()
  state.outOfReach = true
  await encode(workflow('school/oakfield'))
  state.outOfReach = false
  expect(sealedUnder((await encode(workflow('school/oakfield'))).data!)).toBe(idOf('oakfield'))
})

test('refuses to send anything in clear while no key at all can be had', async () => {
  const { encode, state } = keysInMemory(['platform', 'oakfield'])
  state.outOfReach = true
  await expect(encode(workflow('school/oakfield'))).rejects.toThrow('ECONNREFUSED')
})

test('asks for a key once a minute, and forgets a destroyed one within it', async () => {
  const { encode, decode, keys, state } = keysInMemory(['platform', 'oakfield'])
  const sealed = await encode(workflow('school/oakfield'))
  for (let times = 0; times < 5; times += 1) await decode(await encode(workflow('school/oakfield')))
  expect(state.asked).toBe(3)

  const key = await keys.named('oakfield', sealedUnder(sealed.data!))
  state.destroy('oakfield')
  await vi.advanceTimersByTimeAsync(59_000)
  expect((await decode(sealed)).data).toEqual(plain.data)
  await vi.advanceTimersByTimeAsync(1_001)
  expect(() => bytesOf(key)).toThrow('forgotten')
  await expect(decode(sealed)).rejects.toThrow(KeyDestroyed)
})

test('does not open a payload that says it is of another school, or was altered', async () => {
  const { encode, decode } = keysInMemory(['platform', 'oakfield', 'elm-park'])
  const sealed = await encode(workflow('school/oakfield'))
  const moved = { ...sealed, metadata: { ...sealed.metadata, owner: Buffer.from('elm-park') } }
  await expect(decode(moved)).rejects.toThrow(KeyDestroyed)
  const altered = { ...sealed, data: Buffer.from(sealed.data!) }
  altered.data[40]! ^= 1
  await expect(decode(altered)).rejects.toThrow(SealBroken)
})
