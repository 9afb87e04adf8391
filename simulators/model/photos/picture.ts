import { crc32, deflateSync } from 'node:zlib'

/** A picture of one dot, in the shade given, with what cameras and programs write beside it. */
export type Draw = (shade: number, beside: string) => Buffer

/** With an Exif block, a thumbnail of its own, a comment between two tables, a colour profile, and something after the end. */
export const jpeg: Draw = (shade, beside) =>
  Buffer.concat([
    hex('ffd8'),
    segment(0xe0, Buffer.concat([Buffer.from('JFIF\0'), hex('01010000010001'), hex('0000')])),
    segment(0xe1, Buffer.from(`Exif\0\0GPS 51.5007N 0.1246W ${beside}`)),
    segment(0xe2, Buffer.from(`ICC_PROFILE\0 ${beside}`)),
    segment(0xdb, Buffer.concat([hex('00'), Buffer.alloc(64, shade)])),
    segment(0xfe, Buffer.from(`Photograph of ${beside}`)),
    segment(0xc9, hex('080001000101011100')),
    segment(0xcc, hex('00101005')),
    segment(0xda, hex('010100003f00')),
    hex('d2cf20ff00'),
    hex('ffd9'),
    Buffer.from(`trailing ${beside}`),
  ])

/** With text, an Exif chunk and a time, and something after the end. */
export const png: Draw = (shade, beside) =>
  Buffer.concat([
    hex('89504e470d0a1a0a'),
    chunk('IHDR', hex('00000001000000010800000000')),
    chunk('tEXt', Buffer.from(`Comment\0Photograph of ${beside}`)),
    chunk('eXIf', Buffer.from(`GPS 51.5007N 0.1246W ${beside}`)),
    chunk('tIME', hex('07ea0a05090000')),
    chunk('IDAT', deflateSync(Buffer.from([0, shade]))),
    chunk('IEND', Buffer.alloc(0)),
    Buffer.from(`trailing ${beside}`),
  ])

/** A kind that no class list can show. */
export const gif: Draw = (shade, beside) =>
  Buffer.concat([Buffer.from('GIF89a'), hex('0100010080'), Buffer.from([shade]), Buffer.from(beside), hex('3b')])

const hex = (text: string) => Buffer.from(text, 'hex')

function segment(marker: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(data.length + 2, 2)
  return Buffer.concat([head, data])
}

function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(typed))
  return Buffer.concat([length, typed, sum])
}
