import type { z } from 'zod'
import type { Agreement } from '../../../../agreement/agreement.js'
import type { newSource } from '../../../../connectors/settings.js'
import { aboutSourceSecret } from '../../../../db/control/source-binding.js'
import type { NewBinding } from '../../../../db/control/source-binding.js'
import type { Keyring } from '../../../../vault/keyring/keyring.js'
import { seal } from '../../../../vault/sealing.js'
import { Problem } from '../../../problem.js'

export type NewSourceBody = z.infer<ReturnType<typeof newSource>>

/** A source as it is stored: where the school lies, and the secret under the school's own key. */
export async function sealedSource(
  keyring: Keyring,
  school: string,
  { binding, secret }: NewSourceBody,
): Promise<NewBinding> {
  const key = await keyring.schoolKey(school, 'secrets')
  return {
    connector: binding.connector,
    externalId: binding.schoolId,
    settings: binding,
    sealedSecret: seal(key, JSON.stringify(secret), aboutSourceSecret(school)),
  }
}

/** Refuses a connector that the agreement does not name (R01); `path` is where the request named it. */
export function refuseConnector({ connectors }: Agreement, { binding }: NewSourceBody, path: string): void {
  if (!connectors.includes(binding.connector))
    throw new Problem(
      'invalid-request',
      'The agreement does not allow this connector; GET /v1/agreements says which it allows.',
      [{ path, code: 'notInAgreement' }],
    )
}
