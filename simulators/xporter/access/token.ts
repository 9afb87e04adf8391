import { createHmac, randomBytes } from 'node:crypto'
import { isRecord, textOf, textsOf } from '../../json.js'

/** What a token says. It carries all of it, and is good until it expires, whatever the school changes meanwhile. */
export interface Pass {
  /** Empty in a management token. */
  readonly estab: string
  readonly scopes: readonly string[]
  readonly expires: string
}

// Of the running simulator only: a token does not outlive it.
const key = randomBytes(32)

const SIGNATURE_BYTES = 32

export function tokenFor(pass: Pass): string {
  const said = Buffer.from(JSON.stringify(pass))
  return Buffer.concat([sign(said), said]).toString('base64')
}

/** The token of an `Authorization: Idaas …` header, read; nothing where it is none of ours or has expired. */
export function passOf(authorization: string | undefined): Pass | undefined {
  const [scheme, token] = (authorization ?? '').split(' ')
  if (scheme?.toLowerCase() !== 'idaas' || token === undefined) return undefined
  const bytes = Buffer.from(token, 'base64')
  const said = bytes.subarray(SIGNATURE_BYTES)
  if (!sign(said).equals(bytes.subarray(0, SIGNATURE_BYTES))) return undefined
  const pass: unknown = JSON.parse(said.toString())
  if (!isRecord(pass)) return undefined
  const [estab, expires] = [textOf(pass['estab']), textOf(pass['expires'])]
  const scopes = textsOf(pass['scopes'])
  if (estab === undefined || expires === undefined || !scopes) return undefined
  return Date.parse(expires) > Date.now() ? { estab, scopes, expires } : undefined
}

function sign(said: Uint8Array): Buffer {
  return createHmac('sha256', key).update(said).digest()
}
