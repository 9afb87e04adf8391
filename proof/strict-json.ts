/**
 * Reads JSON that has one meaning only. A name that stands twice, `1.0` for `1`, or an escape where none is needed would be dropped by the
 * parser, and two readers could see two certificates under one signature: such text is no answer. Spaces between the parts mean
 * nothing and may differ. Undefined for whatever is refused.
 */
export function readStrictJson(bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const value: unknown = JSON.parse(text)
    return withoutSpaces(text) === JSON.stringify(value) ? value : undefined
  } catch {
    return undefined
  }
}

const STRINGS_AND_SPACES = /"(?:[^"\\]|\\.)*"|[ \t\r\n]+/g

function withoutSpaces(text: string): string {
  return text.replace(STRINGS_AND_SPACES, (part) => (part.startsWith('"') ? part : ''))
}
