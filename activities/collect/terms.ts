import type { Agreement } from '../../agreement/agreement.js'
import { grantedAspects, grantedItems } from '../../agreement/grant-code.js'
import type { ItemCode } from '../../agreement/items.js'
import { lawOf } from '../../agreement/law.js'
import type { Law } from '../../agreement/retention/policy-change.js'
import { currentGrant } from '../../db/control/acceptance.js'
import { versionsInForce } from '../../db/control/in-force.js'
import { findSchool } from '../../db/control/school.js'
import type { School } from '../../db/control/school.js'
import { aboutSourceSecret, findBinding } from '../../db/control/source-binding.js'
import type { SourceBinding } from '../../db/control/source-binding.js'
import { open } from '../../vault/sealing.js'
import type { ActivityDependencies } from '../dependencies.js'
import { failure } from '../failures.js'

/** What holds for one read of one school when it begins. */
export interface Terms {
  readonly school: School
  readonly agreement: Agreement
  /** The versions that held so far, as the rules of time heed them. */
  readonly law: Law
  readonly binding: SourceBinding
  readonly secret: string
}

/** Reads the terms. Without an accepted version there is nothing to read by (R19): throws `AgreementNotAccepted`. */
export async function loadTerms({ control, keyring }: ActivityDependencies, id: string): Promise<Terms> {
  const [school, binding] = await Promise.all([findSchool(control, id), findBinding(control, id)])
  if (!school || !binding || school.accepted_version === null) throw failure('AgreementNotAccepted')
  const versions = await versionsInForce(control, school)
  const law = lawOf(versions)
  const agreement = versions.at(-1)?.agreement
  if (!agreement || !law) throw failure('AgreementNotAccepted')
  const secret = open(await keyring.schoolKey(id, 'secrets'), binding.sealedSecret, aboutSourceSecret(id)).toString(
    'utf8',
  )
  return { school, agreement, law, binding, secret }
}

/** The items granted now. */
export async function loadGrant({ control }: ActivityDependencies, school: string): Promise<Grant> {
  const grant = await currentGrant(control, school)
  const codes = grant?.items ?? []
  return { version: grant?.version ?? 0, items: grantedItems(codes), aspects: grantedAspects(codes) }
}

export interface Grant {
  readonly version: number
  readonly items: ReadonlySet<ItemCode>
  /** Of assessment: the aspects that are named, by the source's ids (R31). */
  readonly aspects: ReadonlySet<string>
}
