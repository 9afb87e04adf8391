import { isDeepStrictEqual } from 'node:util'
import type { Agreement } from '../../../../agreement/agreement.js'
import { guardNames } from '../../../../agreement/schema/guards.js'
import { findAgreement, listAgreements } from '../../../../db/control/agreement-version.js'
import type { ControlDatabase } from '../../../../db/control/database.js'
import { instruct } from '../../../../db/control/instruction.js'
import type { Principal } from '../../../../db/control/principal.js'
import { lockSchool } from '../../../../db/control/school.js'
import type { School } from '../../../../db/control/school.js'
import type { StoredSettings } from '../../../../db/control/settings.js'
import { standingTermination } from '../../../../db/control/termination.js'
import type { Kysely, Transaction } from 'kysely'
import { isOver } from '../../../access.js'
import type { ApiDependencies } from '../../../dependencies.js'
import { Problem, notFound } from '../../../problem.js'
import { changedContract } from './change-contract.js'
import { refuseUnagreed } from './refuse-unagreed.js'
import type { SettingsBody } from './settings-body.js'

export interface SettledSchool {
  readonly school: School
  readonly agreement: Agreement
}

/** Writes what a school settles about itself; a change is an instruction, and saying the same again is none. Dates follow by the lifecycle. */
export async function changeSettings(
  { control, clock }: ApiDependencies,
  id: string,
  body: SettingsBody,
  by: Principal,
): Promise<SettledSchool> {
  if (body.contract && by.role !== 'head')
    throw new Problem('not-allowed', 'Only the head settles from when until when the contract runs.')
  return control.transaction().execute(async (trx) => {
    const school = await lockSchool(trx, id)
    if (!school) throw notFound()
    const at = clock()
    await refuseWhileEnding(trx, school, body, at)
    const agreement = await agreementOf(trx, school)
    refuseUnagreed(body, agreement)
    const after = {
      settings: settled(school.settings, body, by, at),
      contract: body.contract ? changedContract(school.contract, body.contract, at) : school.contract,
      contacts: contactsAfter(school.contacts, body.contacts),
    }
    const before = { settings: school.settings, contract: school.contract, contacts: school.contacts }
    if (sameText(after, before)) return { school, agreement }
    await instruct(trx, id, 'settings', by, at)
    await trx
      .updateTable('school')
      .set({
        settings: JSON.stringify(after.settings),
        contract: JSON.stringify(after.contract),
        contacts: JSON.stringify(after.contacts),
        // What is asked when may have moved: looked at by the lifecycle that is rung.
        ...(school.accepted_version !== null && { next_ask_at: at }),
      })
      .where('id', '=', id)
      .execute()
    return { school: { ...school, ...after }, agreement }
  })
}

/** The version in force; before an acceptance the newest, which is what would be accepted. */
export async function agreementOf(db: Kysely<ControlDatabase>, school: School): Promise<Agreement> {
  const version = school.accepted_version
  const [agreement] =
    version === null
      ? await listAgreements(db, school.agreement_id)
      : [await findAgreement(db, school.agreement_id, version)]
  if (!agreement) throw notFound()
  return agreement
}

/** When access is over, only a later end can still be given, so that the end can be taken back; and only until keys go. */
async function refuseWhileEnding(
  trx: Transaction<ControlDatabase>,
  school: School,
  body: SettingsBody,
  at: Date,
): Promise<void> {
  if (!isOver(school, at)) return
  if ((await standingTermination(trx, school.id))?.keys_go_at)
    throw new Problem('out-of-order', 'It is too late to change anything: keys are being destroyed, or are gone.')
  if (Object.keys(body).some((field) => field !== 'contract'))
    throw new Problem('out-of-order', 'The school is ending: only the end of its contract can still be moved.')
}

/** Because people change. */
function contactsAfter(contacts: School['contacts'], changed: SettingsBody['contacts']): School['contacts'] {
  return {
    main: changed?.main ?? contacts.main,
    data: changed?.data ?? contacts.data,
    head: changed?.head ?? contacts.head,
  }
}

/** What is left out stays, what is null goes. */
const chosen = <Value>(wanted: Value | null | undefined, stored: Value | undefined): Value | undefined =>
  wanted === undefined ? stored : (wanted ?? undefined)

function settled(stored: StoredSettings, body: SettingsBody, by: Principal, at: Date): StoredSettings {
  const stage = {
    topYear: chosen(body.topYear, stored.topYear),
    special: chosen(body.special, stored.special),
    post16CountsAsStage: chosen(body.post16CountsAsStage, stored.post16CountsAsStage),
  }
  const recipients = body.recipients?.map((one) => ({ ...one, to: one.to ?? null }))
  return {
    ...stage,
    topYearConfirmed: confirms(stored, body, stage)
      ? { by: by.id, role: by.role, at: at.toISOString() }
      : stored.topYearConfirmed,
    terms: chosen(body.terms, stored.terms),
    syncMode: body.syncMode === 'automatic' ? body.syncMode : stored.syncMode,
    guards: body.guards ? { ...stored.guards, ...percentsOf(body.guards) } : stored.guards,
    rollover: chosen(body.rollover, stored.rollover),
    recipients: chosen(body.recipients === null ? null : recipients, stored.recipients),
  }
}

type Stage = Pick<StoredSettings, 'topYear' | 'special' | 'post16CountsAsStage'>

/** Who says it for the first time, or says otherwise, confirms it (K11). */
function confirms(stored: StoredSettings, body: SettingsBody, stage: Stage): boolean {
  const said = [body.topYear, body.special, body.post16CountsAsStage].some((value) => value !== undefined)
  const moved =
    stage.topYear !== stored.topYear ||
    stage.special !== stored.special ||
    stage.post16CountsAsStage !== stored.post16CountsAsStage
  return said && (moved || stored.topYearConfirmed === undefined)
}

const percentsOf = (guards: NonNullable<SettingsBody['guards']>) =>
  Object.fromEntries(guardNames.flatMap((name) => (guards[name] === undefined ? [] : [[name, guards[name]?.percent]])))

/** Stored as JSON, in which what is undefined does not stand. */
const sameText = (a: object, b: object) =>
  isDeepStrictEqual(JSON.parse(JSON.stringify(a)), JSON.parse(JSON.stringify(b)))
