import type { Transaction } from 'kysely'
import { findCertificate, keepCertificate, keepSigningKey } from '../../db/control/certificate.js'
import type { ControlDatabase } from '../../db/control/database.js'
import type { CertificateBody } from '../../proof/certificate-body.js'
import { signCertificate } from '../../proof/certificate.js'
import type { Signer } from '../../vault/signing.js'

/**
 * Signs what was done and keeps it, once: a second attempt under the same id is answered with the first one's text, whatever it says
 * itself. Throws for a body that would carry more than counts, dates and ids of things.
 */
export async function issueCertificate(
  trx: Transaction<ControlDatabase>,
  signer: Signer,
  body: CertificateBody,
): Promise<string> {
  const there = await findCertificate(trx, body.id)
  if (there) return there.document
  const document = await signCertificate(signer, body)
  await keepSigningKey(trx, signer.key)
  await keepCertificate(trx, { id: body.id, school_id: body.school.id, kid: signer.key.kid, document })
  // Two at once: the one that waited finds the other's.
  return (await findCertificate(trx, body.id))?.document ?? document
}
