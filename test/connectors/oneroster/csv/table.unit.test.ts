import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { decode } from '../../../../connectors/oneroster/csv/decode.js'
import { badEntry, manifestIn, modeOf } from '../../../../connectors/oneroster/csv/packages/manifest.js'
import { parseCsv } from '../../../../connectors/oneroster/csv/parse.js'
import { tableOf } from '../../../../connectors/oneroster/csv/table.js'

const cellsOf = (text: string) => [...parseCsv(text, 'users.csv')].map(({ cells }) => cells)
const rowsOf = (text: string, ...needed: string[]) =>
  [...tableOf(text, 'users.csv', needed)].map(({ columns, cells, at }) => ({
    ...Object.fromEntries([...columns].map(([name, index]) => [name, cells[index]])),
    at,
  }))

describe('comma separated values', () => {
  test.for([
    [
      'a,b\r\nc,d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\rc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['a,"b,c"\n', [['a', 'b,c']]],
    ['"say ""yes""",\n', [['say "yes"', '']]],
    ['"two\r\nlines",x\n', [['two\r\nlines', 'x']]],
    [
      'a,,\n\n\nb,,\n',
      [
        ['a', '', ''],
        ['b', '', ''],
      ],
    ],
    ['a,', [['a', '']]],
    ['', []],
  ] as const)('%j', ([text, cells]) => {
    expect(cellsOf(text)).toEqual(cells)
  })

  test('tells each record’s line, those inside of cells counted', () => {
    const lines = [...parseCsv('h\n"a\nb\nc"\n\nd\n', 'users.csv')].map(({ number }) => number)
    expect(lines).toEqual([1, 2, 6])
  })

  test.for([
    ['a,"b\nc,d\n', 'users.csv line 1 column 2: a_quote_out_of_place'],
    ['x\na,"b"c\n', 'users.csv line 2 column 2: a_quote_out_of_place'],
    ['x\na,b"c\n', 'users.csv line 2 column 2: a_quote_out_of_place'],
    ['x\n"a\nb\n",c,d"e\n', 'users.csv line 4 column 3: a_quote_out_of_place'],
  ] as const)('%j stops the read, by file, line and column and without the value', ([text, message]) => {
    expect(() => cellsOf(text)).toThrow(message)
  })

  test('whatever was written is read again', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'é', ';') })
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 }), (records) => {
        const text = records.map((cells) => cells.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')).join('\r\n')
        expect(cellsOf(text)).toEqual(records)
      }),
    )
  })

  test('rubbish fails in words of its own, or is read', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        try {
          cellsOf(text)
        } catch (failure) {
          expect(failure).toMatchObject({ name: 'SourceFailure' })
        }
      }),
    )
  })
})

describe('a table', () => {
  test('knows columns by name, in any order and spelling, and by older names where they are needed', () => {
    expect(
      rowsOf('GIVENNAME, sourcedid ,extra,orgSourcedId\nA,u1,x,o1\n', 'sourcedId', 'givenName', 'orgSourcedIds'),
    ).toEqual([{ givenname: 'A', sourcedid: 'u1', extra: 'x', orgsourcedids: 'o1', at: 'users.csv line 2' }])
    expect(rowsOf('sourcedId,orgSourcedId\nr1,o1\n', 'orgSourcedId')[0]).toHaveProperty('orgsourcedid', 'o1')
  })

  test.for([
    ['sourcedId\nu1\n', 'SourceChangedShape', 'users.csv line 1 (givenName): missing_column'],
    ['', 'SourceChangedShape', 'users.csv line 1 (givenName): missing_column'],
    ['givenName,email\nSecret\n', 'SourceIncomplete', 'users.csv line 2 column 2: fewer_cells_than_columns'],
    ['givenName\nA\nSecret,b\n', 'SourceChangedShape', 'users.csv line 3 column 2: more_cells_than_columns'],
    ['\nemail,x\n', 'SourceChangedShape', 'users.csv line 2 (givenName): missing_column'],
  ] as const)('%j is %s', ([text, type, message]) => {
    expect(() => rowsOf(text, 'givenName')).toThrow(expect.objectContaining({ type, message }))
  })

  test('bears empty cells behind the last column', () => {
    expect(rowsOf('givenName\nA,,\n', 'givenName')).toHaveLength(1)
  })
})

describe('the text of a file', () => {
  const name = 'Zoë Łukasz'
  test.for([
    ['UTF-8', Buffer.from(name), name],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${name}`), name],
    ['UTF-16 of Windows', Buffer.from(`\ufeff${name}`, 'utf16le'), name],
    ['UTF-16 the other way round', Buffer.from(`\ufeff${name}`, 'utf16le').swap16(), name],
    ['the code page of Windows', Buffer.from([0x5a, 0x6f, 0xeb, 0x92]), 'Zoë’'],
  ] as const)('is %s', ([, bytes, text]) => {
    expect(decode(bytes)).toBe(text)
  })
})

describe('a manifest', () => {
  const text = 'propertyName,value\nfile.users,Bulk\nfile.roles, absent\nfile.classes,delta\nfile.orgs,some\n'
  const manifest = manifestIn(text, 'manifest.csv')

  test('says how a file is supplied, or nothing that we know', () => {
    const modes = (['users', 'roles', 'classes', 'orgs', 'demographics'] as const).map((list) => modeOf(manifest, list))
    expect(modes).toEqual(['bulk', 'absent', 'delta', null, null])
    expect(modeOf(manifestIn(null, 'manifest.csv'), 'users')).toBe(null)
  })

  test.for([
    ['classes', 'manifest.csv line 4 column 2 (value): why, do this'],
    ['demographics', 'manifest.csv (file.demographics): why, do this'],
  ] as const)('is blamed for what it says of %s, or does not', ([list, message]) => {
    const fault = badEntry(manifest, { file: 'manifest.csv', list, code: 'why', advice: 'do this' })
    expect(fault.message).toBe(message)
  })
})
