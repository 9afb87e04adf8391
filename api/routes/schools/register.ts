import { ulid } from 'ulid'
import type { Agreement } from '../../../agreement/agreement.js'
import { listAgreements } from '../../../db/control/agreement-version.js'
import { instruct } from '../../../db/control/instruction.js'
import { admitApplications } from '../../../db/control/principal.js'
import type { Principal } from '../../../db/control/principal.js'
import { lockSchool } from '../../../db/control/school.js'
import type { School } from '../../../db/control/school.js'
import { bindSource } from '../../../db/control/source-binding.js'
import type { ApiDependencies } from '../../dependencies.js'
import { Problem } from '../../problem.js'
import type { NewSchoolBody } from './new-school.js'
import { ringLater } from './ring-later.js'
import { refuseConnector, sealedSource } from './source/sealed-source.js'

/** Registers a school: keys first, then its row and the instruction in one transaction, then the ring. */
export async function registerSchool(deps: ApiDependencies, body: NewSchoolBody, by: Principal): Promise<School> {
  const agreement = await agreementFor(deps, body)
  const id = ulid(deps.clock().getTime()).toLowerCase()
  await deps.keyring.makeSchoolKeys(id)
  const source = await sealedSource(deps.keyring, id, body.source)
  const school = await deps.control.transaction().execute(async (trx) => {
    await trx
      .insertInto('school')
      .values(schoolRow(id, agreement, body, deps.clock()))
      .execute()
    await bindSource(trx, id, source, deps.clock())
    await admitApplications(trx, id)
    await instruct(trx, id, 'register', by, deps.clock())
    return lockSchool(trx, id)
  })
  if (!school) throw new Error('A school that was just registered is not there.')
  ringLater(deps, id)
  return school
}

async function agreementFor(
  { control }: ApiDependencies,
  { agreement: id, source }: NewSchoolBody,
): Promise<Agreement> {
  const [agreement] = await listAgreements(control, id)
  if (!agreement)
    throw new Problem('invalid-request', 'Name an agreement that GET /v1/agreements lists.', [
      { path: 'body/agreement', code: 'unknown' },
    ])
  refuseConnector(agreement, source, 'body/source/connector')
  return agreement
}

function schoolRow(id: string, agreement: Agreement, body: NewSchoolBody, at: Date) {
  return {
    id,
    name: body.name,
    urn: body.urn ?? null,
    la_code: body.laCode ?? null,
    establishment_number: body.establishmentNumber ?? null,
    kind: body.phase ?? null,
    statutory_high_age: body.statutoryHighAge ?? null,
    controller: JSON.stringify(body.controller),
    contacts: JSON.stringify(body.contacts),
    contract: JSON.stringify(body.contract),
    agreement_id: agreement.id,
    registered_at: at,
  }
}
