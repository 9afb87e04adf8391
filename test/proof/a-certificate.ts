import { generateKeyPairSync, sign } from 'node:crypto'
import type { Kysely } from 'kysely'
import { issueCertificate } from '../../activities/prove/issue-certificate.js'
import type { ControlDatabase } from '../../db/control/database.js'
import type { CertificateBody } from '../../proof/certificate-body.js'
import { signingKeyId } from '../../vault/signing.js'
import type { Signer } from '../../vault/signing.js'

/** A key that lives as long as its test. */
export function aSigner(): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const { x = '' } = publicKey.export({ format: 'jwk' })
  return { key: { kid: signingKeyId(x), x }, sign: async (bytes) => sign(null, bytes, privateKey) }
}

/** The end of a school under the planner's agreement, in time. */
export const aBody = (more: Partial<CertificateBody> = {}): CertificateBody => ({
  id: 'end-01k5a0z1x3q8v7w2y4t6r9s0pd',
  kind: 'ending',
  school: { id: '01k5a0z1x3q8v7w2y4t6r9s0pc', name: 'Quillhaven School' },
  controller: 'The governing body',
  agreement: { id: 'seating-planner', version: 1 },
  instruction: { number: 7, act: 'terminate', right: 'head of the school' },
  held: [
    { kind: 'pupil', count: 300 },
    { kind: 'staff', count: 24 },
  ],
  stores: [
    { store: 'the school’s database', method: 'keys destroyed with an epoch change, then dropped', left: 0 },
    { store: 'Temporal’s histories', method: 'deleted, found empty twice', left: 0 },
  ],
  receipts: ['01k5a0z1x3q8v7w2y4t6r9s0pe'],
  times: { instructedAt: '2026-11-02T09:00:00.000Z', erasedAt: '2026-11-03T09:00:12.345Z' },
  deadline: '2026-11-04T09:00:00.000Z',
  lateBySeconds: 0,
  remains: [{ what: 'backups, which nothing opens', until: '2026-12-03' }],
  ...more,
})

/** Issues one as the activities do. */
export const certify = (control: Kysely<ControlDatabase>, more: Partial<CertificateBody>, signer = aSigner()) =>
  control.transaction().execute((trx) => issueCertificate(trx, signer, aBody(more)))
