import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanJpeg } from '../../../pipeline/photos/clean-jpeg.js'
import { cleanPng } from '../../../pipeline/photos/clean-png.js'
import { LARGEST_PICTURE, gatePicture } from '../../../pipeline/gate.js'
import { gif, jpeg, png } from '../../../simulators/model/photos/picture.js'

const PLANTED = 'zzPlanted'
const granted = new Set(['pupil.photo'] as const)
const clean = (bytes: Buffer) => cleanJpeg(bytes) ?? cleanPng(bytes)

const kinds = [
  ['a JPEG', jpeg, 'ffd8', 'ffd9'],
  ['a PNG', png, '89504e470d0a1a0a', 'ae426082'],
] as const

describe.for(kinds)('%s', ([, draw, begins, ends]) => {
  const bytes = draw(77, PLANTED)

  test('keeps its picture and nothing that was written beside it, between, or behind its end', () => {
    const kept = clean(bytes)
    expect(bytes.toString('latin1').split(PLANTED).length).toBeGreaterThan(3)
    expect(kept?.toString('latin1')).not.toMatch(/zzPlanted|Exif|eXIf|GPS|tEXt|tIME|ICC|JFIF|Photograph|trailing/)
    expect([kept?.toString('hex').startsWith(begins), kept?.toString('hex').endsWith(ends)]).toEqual([true, true])
    // What is clean already stays as it is, byte for byte, and another picture is another.
    expect(kept && clean(kept)).toEqual(kept)
    expect(clean(draw(78, PLANTED))).not.toEqual(kept)
  })

  test('that is cut anywhere before its end is refused', () => {
    const end = bytes.indexOf(Buffer.from(ends, 'hex')) + ends.length / 2
    for (let at = 0; at < end; at += 1) expect(clean(bytes.subarray(0, at))).toBeUndefined()
    expect(clean(bytes.subarray(0, end))).toBeDefined()
  })

  test('in any odd form is cleaned or refused, and never longer than it was', () => {
    const odd = fc.tuple(fc.nat(bytes.length - 1), fc.uint8Array({ minLength: 1, maxLength: 12 }))
    fc.assert(
      fc.property(odd, ([at, change]) => {
        const bent = Buffer.concat([bytes.subarray(0, at), change, bytes.subarray(at + change.length)])
        expect(clean(bent)?.length ?? 0).toBeLessThanOrEqual(bent.length)
      }),
    )
  })
})

test('a JPEG keeps every scan, its restarts and stuffed bytes, and loses what stands between scans', () => {
  const scan = Buffer.from('ffda0008010100003f00' + '11ff0022ffd033ffff' + 'd144', 'hex')
  const between = Buffer.concat([Buffer.from('fffe000b', 'hex'), Buffer.from(PLANTED)])
  const start = Buffer.from('ffd8', 'hex')
  const end = Buffer.from('ffd9', 'hex')
  expect(cleanJpeg(Buffer.concat([start, scan, between, scan, end]))).toEqual(Buffer.concat([start, scan, scan, end]))
})

describe('the gate', () => {
  test('takes a picture only where photographs are granted, of the two kinds by their own bytes, and not too large [R02]', () => {
    expect(gatePicture(jpeg(1, ''), new Set())).toEqual({ refused: 'notGranted' })
    for (const draw of [jpeg, png])
      expect(gatePicture(draw(1, PLANTED), granted)).toEqual({ passed: { bytes: clean(draw(1, '')) } })
    for (const other of [gif(1, ''), Buffer.from('<svg/>'), Buffer.from('%PDF-1.7'), Buffer.alloc(0)])
      expect(gatePicture(other, granted)).toEqual({ refused: 'notAPicture' })
    const filled = (length: number) => Buffer.concat([jpeg(1, ''), Buffer.alloc(length - jpeg(1, '').length)])
    expect(gatePicture(filled(LARGEST_PICTURE + 1), granted)).toEqual({ refused: 'tooLarge' })
    expect(gatePicture(filled(LARGEST_PICTURE), granted)).toHaveProperty('passed')
  })
})
