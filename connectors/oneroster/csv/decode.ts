// What the code page has where Latin-1 has controls. By hand: TextDecoder of some Node 20 takes the two for the same.
const signs = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

/**
 * The text of a file. OneRoster wants UTF-8; spreadsheets that somebody saved in between write a byte order mark, UTF-16, or the code page
 * of Windows, and a name must not be read wrongly for that. What is no UTF-8 is taken for the code page: it has a letter for every byte.
 */
export function decode(bytes: Buffer): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return bytes.toString('latin1').replace(/[\x80-\x9f]/g, (sign) => signs.charAt(sign.charCodeAt(0) - 0x80))
  }
}
