import type { Agreement } from '../../../../agreement/agreement.js'
import { guardNames } from '../../../../agreement/schema/guards.js'
import { Problem } from '../../../problem.js'
import type { SettingsBody } from './settings-body.js'

/** Refuses what the agreement does not let the school choose, and what nobody would heed yet. */
export function refuseUnagreed({ syncMode, guards, recipients }: SettingsBody, agreement: Agreement): void {
  if (syncMode !== undefined && !agreement.sync.modes.includes(syncMode))
    throw fault('syncMode', 'notInAgreement', 'The agreement does not have this mode; it names those that it has.')
  if (syncMode === 'manual')
    throw fault(
      'syncMode',
      'notCarriedOut',
      'The agreement allows it, but this release cannot wait for the school’s yes to each change; stay with `automatic`, or pause the school.',
    )
  for (const name of guardNames) {
    const percent = guards?.[name]?.percent
    const { from, to } = agreement.guards[name].schoolMaySet
    if (percent !== undefined && (percent < from || percent > to))
      throw fault(`guards/${name}/percent`, 'outOfRange', `The agreement lets a school choose from ${from} to ${to}.`)
  }
  const codes = new Set(agreement.downstream.map(({ recipient }) => recipient))
  const stranger = recipients?.findIndex(({ recipient }) => !codes.has(recipient)) ?? -1
  if (stranger >= 0)
    throw fault(
      `recipients/${stranger}/recipient`,
      'notInAgreement',
      'The agreement lets nobody of this code have data; GET /v1/agreements names those whom it does.',
    )
}

const fault = (field: string, code: string, sentence: string) =>
  new Problem('invalid-request', sentence, [{ path: `body/${field}`, code }])
