import { readFile } from 'node:fs/promises'
import { verifyCertificate } from '../../proof/certificate.js'
import type { Certificate } from '../../proof/certificate.js'
import { readKeySet } from '../../proof/public-keys.js'
import type { PublicSigningKey } from '../../vault/signing.js'
import { readArgs } from '../typed-args.js'

const usage = 'termkeeper verify <certificate.json> [--keys <keys.json>]'

/** Where a vendor who hands out builds of its own puts its public keys. */
const shipped = new URL('../../proof/shipped-keys.json', import.meta.url)

/**
 * Checks a certificate and asks nobody. 0: signed by a key that was given or came with this build. 2: whole, but by a key that nobody here
 * vouches for. 1: anything else.
 */
export async function verify(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArgs(
    { args: [...args], options: { keys: { type: 'string' } }, allowPositionals: true },
    usage,
  )
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0) throw new Error(usage)
  const known = [...(await keysIn(shipped)), ...(values.keys === undefined ? [] : await keysIn(values.keys))]
  const verdict = verifyCertificate(await contentsOf(file, 'certificate'), known)
  if (verdict.state === 'invalid') {
    console.error(`Not valid: ${verdict.reason}`)
    return 1
  }
  const { keyId } = verdict.certificate.signature
  if (verdict.state === 'signerUnknown') {
    console.error(`Signer unknown: the signature fits, and is by key ${keyId}, which is neither in --keys nor shipped.`)
    return 2
  }
  console.log(`Valid: signed by key ${keyId}.\n${said(verdict.certificate)}`)
  return 0
}

async function keysIn(file: string | URL): Promise<readonly PublicSigningKey[]> {
  const keys = readKeySet(jsonOf(await contentsOf(file, 'file of keys')))
  if (!keys) throw new Error('The file of keys is none: it must be what GET /v1/keys answers.')
  return keys
}

async function contentsOf(file: string | URL, what: string): Promise<Buffer> {
  return readFile(file).catch(() => {
    throw new Error(`The ${what} cannot be read; check its path and who may read it.`)
  })
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString())
  } catch {
    return undefined
  }
}

/** What it certifies, for who looks at the terminal and not into the file. */
function said({ kind, school, agreement, instruction, deadline, lateBySeconds, stores }: Certificate): string {
  const left = stores.reduce((sum, store) => sum + store.left, 0)
  return [
    `${kind === 'ending' ? 'The end of' : 'An erasure at'} ${school.name} (${school.id}), under ${agreement.id} version ${agreement.version},`,
    `on instruction ${instruction.number} (${instruction.act}, ${instruction.right}).`,
    `Due by ${deadline}: ${lateBySeconds === 0 ? 'in time' : `late by ${lateBySeconds} seconds`}. Left in ${stores.length} stores: ${left}.`,
  ].join('\n')
}
