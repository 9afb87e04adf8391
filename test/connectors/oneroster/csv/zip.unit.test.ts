import fc from 'fast-check'
import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'

import { openZip } from '../../../../connectors/oneroster/csv/zip.js'
import { zip } from '../../../../simulators/oneroster/csv/zip.js'

const users = Buffer.from('sourcedId,givenName\nu1,Secret\n')
const packed = (name: string, content = users) => zip([{ name, content }])
const written = (bytes: Buffer, at: (bytes: Buffer) => number, value: number, width: 2 | 4) => {
  const changed = Buffer.from(bytes)
  if (width === 2) changed.writeUInt16LE(value, at(bytes))
  else changed.writeUInt32LE(value, at(bytes))
  return changed
}
const central = (offset: number) => (bytes: Buffer) => bytes.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1')) + offset

const failureOf = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (failure) {
    return failure
  }
}

describe('a zip', () => {
  test.for([
    ['at its root', 'users.csv'],
    ['in one folder', 'export/users.csv'],
    ['in capitals', 'Users.CSV'],
  ] as const)('gives its files %s', ([, name]) => {
    expect(openZip(packed(name)).get('users.csv')?.()).toEqual(users)
  })

  test('may hold what systems add of their own, and a comment at its end', () => {
    const bytes = zip([
      { name: 'users.csv', content: users },
      { name: 'export/', content: Buffer.alloc(0) },
      { name: '__MACOSX/._users.csv', content: users },
      { name: '.DS_Store', content: users },
    ])
    const commented = Buffer.concat([bytes, Buffer.from('made by hand')])
    expect([...openZip(commented).keys()]).toEqual(['users.csv'])
  })

  test.for([
    ['../users.csv', 'a_name_that_leaves_its_place'],
    ['a/../../users.csv', 'a_name_that_leaves_its_place'],
    ['/etc/passwd', 'a_name_that_leaves_its_place'],
    ['C:users.csv', 'a_name_that_leaves_its_place'],
    ['..\\users.csv', 'a_name_that_leaves_its_place'],
    ['users.csv\0.exe', 'a_name_that_leaves_its_place'],
    ['a/b/users.csv', 'folders_in_folders'],
  ] as const)('with a file %j is refused', ([name, code]) => {
    expect(failureOf(() => openZip(packed(name)))).toMatchObject({
      type: 'SourceChangedShape',
      message: `file: ${code}`,
    })
  })

  test('with two files of one name is refused', () => {
    const twice = zip([
      { name: 'users.csv', content: users },
      { name: 'export/Users.csv', content: users },
    ])
    expect(failureOf(() => openZip(twice))).toMatchObject({ message: 'file: two_files_of_one_name' })
  })

  test.for([
    ['a method nobody knows', central(10), 99, 2, 'packed_in_an_unknown_way'],
    ['a password', central(8), 1, 2, 'encrypted'],
    ['a size of 64 bits', central(24), 0xffffffff, 4, 'needs_64_bits'],
    ['a size beyond all rosters', central(24), 0x7fffffff, 4, 'too_large_unpacked'],
  ] as const)('with %s is refused before anything is unpacked', ([, at, value, width, code]) => {
    const changed = written(packed('users.csv'), at, value, width)
    expect(failureOf(() => openZip(changed))).toMatchObject({ message: `file: ${code}` })
  })

  test('with a thousand entries is refused', () => {
    const many = zip(Array.from({ length: 1_000 }, (_, index) => ({ name: `${index}.csv`, content: users })))
    expect(failureOf(() => openZip(many))).toMatchObject({ message: 'file: too_many_entries' })
  })

  test('that promises a hundred times its size is not unpacked', () => {
    const bomb = packed('users.csv', Buffer.alloc(8 * 1_048_576))
    expect(bomb.length).toBeLessThan(10_000)
    expect(failureOf(() => openZip(bomb).get('users.csv')?.())).toMatchObject({ message: 'file: packed_beyond_reason' })
  })

  test('that unpacks to more than it says stops there', () => {
    const large = packed('users.csv', Buffer.alloc(500_000, 'abcdefghij'))
    const lying = written(large, central(24), 1_000, 4)
    expect(failureOf(() => openZip(lying).get('users.csv')?.())).toMatchObject({ type: 'SourceIncomplete' })
  })

  test('that was cut anywhere, or changed anywhere, gives its file whole or fails in words of its own', () => {
    const bytes = zip([
      { name: 'users.csv', content: users },
      { name: 'orgs.csv', content: deflateRawSync(users) },
    ])
    const spoilt = fc.oneof(
      fc.nat(bytes.length - 1).map((end) => bytes.subarray(0, end)),
      fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)).map(([at, byte]) => {
        const changed = Buffer.from(bytes)
        changed[at] = byte
        return changed
      }),
      fc.uint8Array({ maxLength: 400 }).map((random) => Buffer.from(random)),
    )
    fc.assert(
      fc.property(spoilt, (some) => {
        const got = failureOf(() => openZip(some).get('users.csv')?.())
        if (got instanceof Error) expect(got).toMatchObject({ name: 'SourceFailure' })
        else if (got !== undefined) expect(got).toEqual(users)
      }),
      { numRuns: 2_000 },
    )
  })
})
