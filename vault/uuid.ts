/** Sixteen bytes as an id in the usual spelling. What the version and variant bits say is the caller's affair. */
export function toUuid(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, 16).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

export function fromUuid(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex')
}
