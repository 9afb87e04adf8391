import type { Agreement } from '../../agreement/agreement.js'
import { addDays, dayOf } from '../../agreement/retention/days.js'
import type { EndingPlan } from '../../agreement/retention/ending-plan.js'
import type { School } from '../../db/control/school.js'
import type { Termination } from '../../db/control/termination.js'
import type { CertificateBody } from '../../proof/certificate-body.js'

export interface EndedSchool {
  readonly school: School
  readonly termination: Termination
  readonly agreement: Agreement
  readonly plan: EndingPlan
  readonly instruction: number
  readonly keysGoneAt: string
  readonly runsGoneAt: string
  readonly backupDays: number
  readonly unnamed: { readonly count: number; readonly until: string | null }
}

/** What the certificate of a school's end says: who, on whose instruction, what was held, how it went, whether in time, and what remains. */
export function endingCertificate(of: EndedSchool): CertificateBody {
  const { school, termination, agreement, plan, runsGoneAt } = of
  const { id, name, controller } = school
  return {
    id: termination.id,
    kind: 'ending',
    school: { id, name },
    controller: controller.name,
    agreement: { id: agreement.id, version: agreement.version },
    instruction: { number: of.instruction, ...ground(termination) },
    held: Object.entries(termination.held ?? {})
      .sort()
      .map(([kind, count]) => ({ kind, count })),
    stores,
    receipts: [],
    times: timesOf(of),
    deadline: new Date(plan.dueAt).toISOString(),
    lateBySeconds: Math.max(0, Math.ceil((Date.parse(runsGoneAt) - plan.dueAt) / 1000)),
    remains: remainsOf(of),
  }
}

// Each was looked at after the deed, and the end is not certified while anything is found.
const stores: CertificateBody['stores'] = [
  { store: 'keyring', method: 'all keys destroyed, and the epoch that wrapped them', left: 0 },
  { store: 'school database', method: 'database and login role dropped', left: 0 },
  { store: 'control database', method: 'source, place of the database and counts of dates deleted', left: 0 },
  { store: 'histories', method: 'every run deleted, found empty in two passes', left: 0 },
]

function ground({ cause, given_role: role }: Termination): { readonly act: string; readonly right: string } {
  if (cause === 'noRead') return { act: 'accept', right: 'no read for 120 days, and no answer of the school' }
  if (cause === 'contractEnd') return { act: 'accept', right: 'the last day of the contract that was accepted' }
  return role === 'head'
    ? { act: 'terminate', right: 'asked by the head of the school' }
    : { act: 'terminate', right: 'entered for the school by the operator, confirmed by a second person' }
}

function timesOf({ termination, plan, keysGoneAt, runsGoneAt }: EndedSchool): CertificateBody['times'] {
  const text = (instant: Date | number | null) => (instant === null ? undefined : new Date(instant).toISOString())
  const times = {
    received: text(termination.received_at),
    instructed: text(termination.instructed_at),
    confirmed: text(termination.confirmed_at),
    effective: text(plan.endsAt),
    accessCut: text(termination.access_cut_at),
    coolingOffEnded: text(plan.coolingOffUntil),
    erasingBegan: text(termination.keys_go_at),
    keysDestroyed: keysGoneAt,
    historiesDeleted: runsGoneAt,
  }
  return Object.fromEntries(Object.entries(times).filter((entry): entry is [string, string] => entry[1] !== undefined))
}

function remainsOf({ keysGoneAt, backupDays, unnamed }: EndedSchool): CertificateBody['remains'] {
  const copies = 'old copies of the databases on backup media, which no key opens'
  const until = addDays(dayOf(Date.parse(keysGoneAt)), backupDays)
  return [
    { what: copies, until },
    ...(unnamed.until === null ? [] : [{ what: 'un-named audit', count: unnamed.count, until: unnamed.until }]),
  ]
}
