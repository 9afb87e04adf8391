import type { Kysely } from 'kysely'
import { z } from 'zod'
import { connect } from '../../db/connect.js'
import type { ControlDatabase } from '../../db/control/database.js'
import { admitPrincipal } from '../../db/control/principal.js'
import { callApi } from '../stack/api-client.js'
import { accept } from '../stack/demonstration.js'
import type { RunningStack } from '../stack/stack.js'
import type { OwnFile } from './own-file.js'

const school = z.object({
  id: z.string(),
  name: z.string(),
  phase: z.string(),
  agreement: z.object({ acceptedVersion: z.number().nullable() }),
  source: z.object({ connector: z.string(), externalId: z.string() }),
})
type School = z.infer<typeof school>
const schools = z.object({ data: z.array(school) })

/** The agreement that comes with the local stack for this: of what a file can carry, the least that shows something. */
const AGREEMENT = 'own-roster'

/** Lets the school of the user's own file onboard itself, through the API like any school; a later start reads it again. */
export async function onboardOwnSchool(
  stack: RunningStack,
  file: OwnFile,
  say: (sentence: string) => void,
): Promise<void> {
  const { apiUrl, tokens } = stack
  const known = await callApi(schools, apiUrl, tokens.operator, 'GET', '/v1/schools?limit=500')
  const before = known.data.find((one) => isOurs(one, file))
  const ours = before ?? (await register(stack, file))
  if (!before) say(`registered ${ours.name}`)
  await settle(stack, ours.id, file)
  if (ours.agreement.acceptedVersion === null) {
    await accept(stack, ours.id, tokens.head)
    say(`${ours.name}: the head accepted the agreement; the first run begins`)
  } else if (ours.phase === 'active' || ours.phase === 'onboarding') {
    await callApi(z.unknown(), apiUrl, tokens.operator, 'POST', `/v1/schools/${ours.id}/syncs`)
    say(`${ours.name}: a run begins`)
  } else say(`${ours.name} is ${ours.phase}, so the file is not read`)
}

function isOurs({ phase, source }: School, { binding }: OwnFile): boolean {
  return phase !== 'ended' && source.connector === binding.connector && source.externalId === binding.schoolId
}

async function register({ apiUrl, tokens }: RunningStack, { binding, school: found }: OwnFile): Promise<School> {
  const contact = (role: string) => ({ name: `The ${role}`, email: `${role.replace(' ', '-')}@school.test` })
  const name = found.name
    .replaceAll(/[\p{Cc}\p{Cs}]/gu, ' ')
    .trim()
    .slice(0, LONGEST_NAME)
  return callApi(school, apiUrl, tokens.operator, 'POST', '/v1/schools', {
    name,
    ...(/^\d{6}$/.test(found.urn ?? '') && { urn: found.urn }),
    ...(found.laCode !== null && { laCode: found.laCode }),
    ...(found.establishmentNumber !== null && { establishmentNumber: found.establishmentNumber }),
    controller: `The governing body of ${name}`.slice(0, LONGEST_NAME),
    contacts: { main: contact('main contact'), data: contact('data administrator'), head: contact('head') },
    // The day in London is this one or the next, so the contract has begun.
    contract: { startsOn: new Date().toISOString().slice(0, 10) },
    agreement: AGREEMENT,
    source: binding,
  })
}

const LONGEST_NAME = 200

/** The school's tokens of the home speak for it, and it is read from this file, whatever the one before was called. */
async function settle({ databaseUrl }: RunningStack, id: string, { binding }: OwnFile): Promise<void> {
  const control: Kysely<ControlDatabase> = connect(databaseUrl, { max: 1, idleMs: 1_000 })
  try {
    for (const principal of ['local-head', 'local-school']) await admitPrincipal(control, principal, id)
    const settings = JSON.stringify(binding)
    await control.updateTable('source_binding').set({ settings }).where('school_id', '=', id).execute()
  } finally {
    await control.destroy()
  }
}
