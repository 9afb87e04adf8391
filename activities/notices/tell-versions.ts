import type { Kysely, Transaction } from 'kysely'
import type { Agreement } from '../../agreement/agreement.js'
import { consequenceOf, diffAgreements } from '../../agreement/diff/diff.js'
import type { Change } from '../../agreement/diff/change.js'
import { countsFrom } from '../../agreement/retention/policy-change.js'
import { itemOf } from '../../agreement/grant-code.js'
import { currentGrant, writeGrant } from '../../db/control/acceptance.js'
import { listAgreements, schoolsBehind } from '../../db/control/agreement-version.js'
import type { SchoolBehind } from '../../db/control/agreement-version.js'
import type { ControlDatabase } from '../../db/control/database.js'
import { noteInForce } from '../../db/control/in-force.js'
import { instruct } from '../../db/control/instruction.js'
import { queueNotice } from '../../db/control/notice.js'
import { lockSchool } from '../../db/control/school.js'

export interface VersionActivities {
  /** Puts narrower versions in force and asks for the acceptance of wider ones (R39, R59); answers how many schools heard something. */
  tellVersions(input: { readonly at: string }): Promise<number>
}

/** What the published versions mean for schools under one of them: a version that only narrows, and the newest if it widens. */
interface Outlook {
  readonly current: Agreement
  readonly narrower: Step | undefined
  readonly wider: Step | undefined
}

interface Step {
  readonly version: Agreement
  readonly changes: readonly Change[]
}

export function versionActivities(control: Kysely<ControlDatabase>): VersionActivities {
  return {
    async tellVersions({ at }) {
      const outlooks = new Map<string, Promise<Outlook | undefined>>()
      let told = 0
      for (const behind of await schoolsBehind(control)) {
        // One comparison for all schools under the same version.
        const name = `${behind.agreement} ${behind.inForce}`
        const outlook = outlooks.get(name) ?? outlookOf(control, behind)
        outlooks.set(name, outlook)
        const found = await outlook
        if (found && (await tell(control, behind, found, new Date(at)))) told += 1
      }
      return told
    },
  }
}

async function outlookOf(
  control: Kysely<ControlDatabase>,
  { agreement, inForce }: SchoolBehind,
): Promise<Outlook | undefined> {
  const versions = await listAgreements(control, agreement)
  const current = versions.find(({ version }) => version === inForce)
  if (!current) return undefined
  const steps = versions
    .filter(({ version }) => version > inForce)
    .map((version) => ({ version, changes: diffAgreements(current, version) }))
  const [newest] = steps
  const narrower = steps.find(({ changes }) => consequenceOf(changes) !== 'acceptance')
  return { current, narrower, wider: newest === narrower ? undefined : newest }
}

async function tell(
  control: Kysely<ControlDatabase>,
  { school: id, inForce, toldAt }: SchoolBehind,
  { current, narrower, wider }: Outlook,
  at: Date,
): Promise<boolean> {
  // Already told of the newest, and nothing that takes effect later: there is nothing to do until somebody accepts.
  if (toldAt !== null && !narrower) return false
  return control.transaction().execute(async (trx) => {
    const school = await lockSchool(trx, id)
    // Accepted in between: the next look sees what that leaves.
    if (school?.accepted_version !== inForce) return false
    const narrowed = narrower ? await putInForce(trx, id, current, narrower, at) : false
    const asked = wider ? await notify(trx, id, current, wider, 'versionToAccept', at) : false
    return narrowed || asked
  })
}

async function putInForce(
  trx: Transaction<ControlDatabase>,
  school: string,
  current: Agreement,
  step: Step,
  at: Date,
): Promise<boolean> {
  const { version } = step.version
  await notify(trx, school, current, step, 'versionInForce', at)
  await trx.updateTable('school').set({ accepted_version: version }).where('id', '=', school).execute()
  const instruction = await instruct(trx, school, 'narrow', { id: 'termkeeper', role: 'notice' }, at)
  await noteInForce(trx, { school, version, instruction, at })
  await withdrawWhatWent(trx, school, step.version, instruction, at)
  return true
}

/** What the school authorised stays authorised, as far as the agreement still speaks of it. */
async function withdrawWhatWent(
  trx: Transaction<ControlDatabase>,
  school: string,
  { items }: Agreement,
  instruction: number,
  at: Date,
): Promise<void> {
  const grant = await currentGrant(trx, school)
  const kept = grant?.items.filter((item) => items.some(({ code }) => code === itemOf(item))) ?? []
  if (!grant || kept.length === grant.items.length) return
  await writeGrant(trx, { school, version: grant.version + 1, items: kept, instruction, at })
}

async function notify(
  trx: Transaction<ControlDatabase>,
  school: string,
  { notices }: Agreement,
  step: Step,
  kind: 'versionToAccept' | 'versionInForce',
  at: Date,
): Promise<boolean> {
  const { id: agreement, version } = step.version
  const changes = step.changes.map(({ words }) => words)
  // The same in every word: nobody needs to be told.
  if (changes.length === 0) return false
  const told = { school, to: notices.school, at, once: `${agreement} ${version}` }
  if (kind === 'versionToAccept') return queueNotice(trx, { ...told, kind, facts: { agreement, version, changes } })
  const from = shortens(step) ? countsFrom(at.getTime()) : null
  return queueNotice(trx, { ...told, kind, facts: { agreement, version, changes, from } })
}

const shortens = ({ changes }: Step) =>
  changes.some(({ effect, path }) => effect === 'narrows' && path.startsWith('time.'))
