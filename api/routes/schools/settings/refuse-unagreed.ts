import type { Agreement } from '../../../../agreement/agreement.js'
import { guardNames } from '../../../../agreement/schema/guards.js'
import { Problem } from '../../../problem.js'
import type { SettingsBody } from './settings-body.js'

/** Refuses what the agreement does not let the school choose. */
export function refuseUnagreed({ syncMode, guards, recipients }: SettingsBody, agreement: Agreement): void {
  const modes = typeof syncMode === 'object' ? [syncMode.pupil, syncMode.staff] : [syncMode]
  if (modes.some((mode) => mode !== undefined && !agreement.sync.modes.includes(mode)))
    throw fault('syncMode', 'notInAgreement', 'The agreement does not have this mode; it names those that it has.')
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
