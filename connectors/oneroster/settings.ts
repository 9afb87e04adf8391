import { z } from 'zod'

// A sourcedId is opaque: anything printable that fits a path once it is encoded.
const sourcedId = z.string().regex(/^[\x21-\x7e]{1,255}$/)

// Printable, because it becomes a header. A link to a file may need no credentials at all.
const credential = z.string().regex(/^[\x20-\x7e]{0,500}$/)

/**
 * Where a school lies at a provider of OneRoster: its org there, and the address of the service (`…/ims/oneroster/v1p1`) or, with the format
 * `csv`, of the zip; `drop:name` is a package in the operator's folder, `upload:` whatever the school
 * uploads. Providers differ in where they hand out tokens: without `tokenUrl` it is where the version's own papers have it.
 */
export const onerosterBinding = z.strictObject({
  connector: z.literal('oneroster'),
  version: z.enum(['1.1', '1.2']),
  format: z.enum(['rest', 'csv']).default('rest'),
  schoolId: sourcedId,
  baseUrl: z.string().max(300),
  tokenUrl: z.string().max(300).optional(),
})
export type OneRosterBinding = z.infer<typeof onerosterBinding>

// What files are called in practice, but nothing that leads out of the folder or is hidden in it.
const dropped = /^drop:((?!\.)[^/\\:\p{Cc}\p{Cs}]{1,100})$/u

/** The name of a package in the operator's folder; undefined for an address on the network. */
export function dropName({ format, baseUrl }: Pick<OneRosterBinding, 'format' | 'baseUrl'>): string | undefined {
  return format === 'csv' ? dropped.exec(baseUrl)?.[1] : undefined
}

/** Whether a school is read from files that it uploads, by its binding as stored. */
export function isFedByUploads(binding: unknown): boolean {
  const parsed = onerosterBinding.safeParse(binding)
  return parsed.success && isUpload(parsed.data)
}

export function isUpload({ format, baseUrl }: Pick<OneRosterBinding, 'format' | 'baseUrl'>): boolean {
  return format === 'csv' && baseUrl === 'upload:'
}

/** Of a packed file, in bytes: what the largest schools stay far below. */
export const LARGEST_PACKAGE = 64 * 1_048_576

/** Every address that would be called, by the setting that names it. */
export function onerosterAddresses(binding: OneRosterBinding): Readonly<Record<string, string>> {
  const { baseUrl, tokenUrl } = binding
  return {
    ...(dropName(binding) === undefined && !isUpload(binding) ? { baseUrl } : {}),
    ...(tokenUrl === undefined ? {} : { tokenUrl }),
  }
}

/** The provider's client, as OAuth 2 has it; for a file the user and password of HTTP's Basic. */
export const onerosterSecret = z.strictObject({
  clientId: credential.default(''),
  clientSecret: credential.default(''),
})
export type OneRosterSecret = z.infer<typeof onerosterSecret>
