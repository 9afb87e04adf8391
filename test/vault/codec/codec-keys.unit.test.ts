import { expect, test } from 'vitest'
import { codecKeys } from '../../../vault/codec/codec-keys.js'
import { KeyDestroyed } from '../../../vault/key-destroyed.js'
import { aKey } from '../a-key.js'

const key = aKey()
const coded = (code: string) => Object.assign(new Error('it is away'), { code })

/** A keyring that answers each of these in turn, then the key. */
function keyringAfter(...errors: readonly Error[]) {
  const left = [...errors]
  const answer = async () => {
    const error = left.shift()
    if (error) throw error
    return key
  }
  return {
    schoolKey: answer,
    openKeys: async (_: string, [id = '']: readonly string[]) => new Map([[id, await answer()]]),
  }
}

test.for([
  ['is starting up', coded('57P03')],
  ['refuses connections', coded('ECONNREFUSED')],
  ['cut the connection', new Error('Connection terminated unexpectedly')],
] as const)(
  'a payload waits for a keyring that %s, because a worker that could not open it would end',
  async ([, error]) => {
    expect(await codecKeys(keyringAfter(error, error), 5_000).current('oakfield')).toBe(key)
    expect(await codecKeys(keyringAfter(error), 5_000).named('oakfield', 'k1')).toBe(key)
  },
)

test('whoever has no patience hears at once, and asks anew the next time', async () => {
  const keys = codecKeys(keyringAfter(coded('57P03')))
  await expect(keys.current('oakfield')).rejects.toMatchObject({ code: '57P03' })
  expect(await keys.current('oakfield')).toBe(key)
})

test('a key that is destroyed is not waited for', async () => {
  const began = performance.now()
  await expect(codecKeys(keyringAfter(new KeyDestroyed()), 60_000).current('oakfield')).rejects.toThrow(KeyDestroyed)
  await expect(codecKeys(keyringAfter(coded('42P01')), 60_000).current('oakfield')).rejects.toMatchObject({
    code: '42P01',
  })
  expect(performance.now() - began).toBeLessThan(10_000)
})
