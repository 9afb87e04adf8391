import { describe, expect, test } from 'vitest'
import { cleanJpeg } from '../../../pipeline/photos/clean-jpeg.js'
import { cleanPng } from '../../../pipeline/photos/clean-png.js'

const bytes = (...hex: readonly string[]) => Buffer.from(hex.join(''), 'hex')
const START = 'ffd8'
const END = 'ffd9'
const SCAN = 'ffda0002' + '112233'

describe('of a JPEG', () => {
  const segment = (marker: number) => `ff${marker.toString(16).padStart(2, '0')}0004aabb`
  const cleaned = (...hex: readonly string[]) => cleanJpeg(bytes(...hex))

  test('frames, tables, restart intervals and scans are kept, and no other segment', () => {
    const kept = Array.from({ length: 256 }, (_, marker) => marker).filter((marker) =>
      cleaned(START, segment(marker), SCAN, END)?.includes(bytes(segment(marker))),
    )
    const frames = [0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcc, 0xcd, 0xce, 0xcf]
    expect(kept).toEqual([...frames, 0xda, 0xdb, 0xdc, 0xdd])
  })

  test.for([
    ['another first byte', ['00d8', SCAN, END]],
    ['another second byte', ['ffdb', SCAN, END]],
    ['no scan', [START, segment(0xdb), END]],
    ['a byte between its segments', [START, segment(0xdb), '00', SCAN, END]],
    ['a byte between what is not kept', [START, segment(0xe0), '00', SCAN, END]],
    ['a stuffed byte for a marker', [START, 'ff000002', SCAN, END]],
    ['a marker that stands alone: TEM', [START, 'ff010002', SCAN, END]],
    ['the first restart before a scan', [START, 'ffd00002', SCAN, END]],
    ['the last restart before a scan', [START, 'ffd70002', SCAN, END]],
    ['a segment that is shorter than its own length', [START, 'ffdb0001', SCAN, END]],
    ['a segment without length', [START, 'ffdb0000', SCAN, END]],
    ['a segment that runs past its end', [START, SCAN, 'ffdb0040aabb', END]],
    ['a scan that runs past its end', [START, 'ffda0040aabb', END]],
    ['no end', [START, SCAN]],
    ['half an end', [START, SCAN, 'ff']],
    ['a length that is cut off', [START, SCAN, 'ffdb00']],
    ['an end that begins it', [END]],
  ] as const)('one with %s is none', ([, hex]) => {
    expect(cleaned(...hex)).toBeUndefined()
  })

  test.for([
    ['a segment that is empty', [START, 'ffdb0002', SCAN, END], [START, 'ffdb0002', SCAN, END]],
    ['fill bytes before a marker, which go', [START, 'ffff', segment(0xdb), SCAN, END], [START, segment(0xdb), SCAN, END]],
    ['every restart and TEM in a scan', [START, SCAN, 'ffd0', '44', 'ffd7', '55', 'ff01', '66', END], [START, SCAN, 'ffd0', '44', 'ffd7', '55', 'ff01', '66', END]],
    ['stuffed and filled bytes in a scan', [START, SCAN, 'ff00ff0044ffffff00', END], [START, SCAN, 'ff00ff0044ffffff00', END]],
    ['something after its end', [START, SCAN, END, '00112233'], [START, SCAN, END]],
  ] as const)('one may have %s', ([, hex, kept]) => {
    expect(cleaned(...hex)?.toString('hex')).toBe(kept.join(''))
  }) // prettier-ignore
})

describe('of a PNG', () => {
  const SIGNATURE = '89504e470d0a1a0a'
  const chunk = (type: string, data = '', length = data.length / 2) =>
    length.toString(16).padStart(8, '0') + Buffer.from(type, 'latin1').toString('hex') + data + '00000000'
  const cleaned = (...hex: readonly string[]) => cleanPng(bytes(...hex))?.toString('hex')
  const [head, data, end] = [chunk('IHDR', 'aa'), chunk('IDAT', 'bb'), chunk('IEND')]

  test('header, palette, transparency and data are kept, and no other chunk', () => {
    const palette = [chunk('PLTE', 'cc'), chunk('tRNS', 'dd')]
    const others = ['tEXt', 'eXIf', 'tIME', 'iCCP', 'gAMA', 'fdAT'].map((type) => chunk(type, 'ee'))
    expect(cleaned(SIGNATURE, head, ...palette, ...others, data, data, end, '0011')).toBe(
      [SIGNATURE, head, ...palette, data, data, end].join(''),
    )
  })

  test.for([
    ['another signature', ['89504e470d0a1a0b', head, data, end]],
    ['another chunk first', [SIGNATURE, data, head, end]],
    ['no header', [SIGNATURE, data, end]],
    ['no data', [SIGNATURE, head, end]],
    ['no end', [SIGNATURE, head, data]],
    ['an end that runs past it', [SIGNATURE, head, data, chunk('IEND', '', 5)]],
    ['data that run past it', [SIGNATURE, head, chunk('IDAT', 'bb', 99), end]],
    ['an end that is cut off', [SIGNATURE, head, data, end.slice(0, -2)]],
  ] as const)('one with %s is none', ([, hex]) => {
    expect(cleaned(...hex)).toBeUndefined()
  })
})
