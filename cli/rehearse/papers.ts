import { addPeriod, dayOf } from '../../agreement/retention/days.js'
import type { Certificate } from '../../proof/certificate.js'
import type { LivingNeeds } from './live.js'

const DESTROYS = new Set(['erase', 'end'])

/** What is left to show when nothing else is: certificates, the register, the rows that name nobody, letters. */
export async function judgePapers(needs: LivingNeeds, promisedBy: Date): Promise<void> {
  const { cast, ledger, say } = needs
  const certificates = await cast.certificates()
  const [ending, ...more] = certificates.filter(({ kind }) => kind === 'ending')
  if (!ending || more.length > 0) ledger.broken('R16', 'the end of the school is not certified once')
  else judgeCertificate(needs, ending, promisedBy)
  for (const { act, instruction } of await cast.acts())
    if (DESTROYS.has(act)) ledger.check('R11', instruction !== null, 'something was destroyed on nobody’s instruction')
  await judgeUnnamed(needs, certificates)
  await judgeLetters(needs)
  say(
    `${dayOf(promisedBy.getTime())}  the histories of workflows are not part of this: the server that skips time neither lists nor deletes them`,
  )
}

function judgeCertificate(
  { ledger, say }: LivingNeeds,
  { times, lateBySeconds, remains }: Certificate,
  promisedBy: Date,
) {
  const done = Math.max(...Object.values(times).map((time) => Date.parse(time)))
  const marginMs = promisedBy.getTime() - done
  if (marginMs >= 0 && lateBySeconds === 0) ledger.keep('R16', marginMs)
  else ledger.broken('R16', `the school ended ${Math.ceil(-marginMs / 1000)} seconds late`)
  const day = dayOf(done)
  say(`${day}  the end of the school is certified, and the certificate verified`)
  for (const { what, count, until } of remains)
    say(`${day}  what remains: ${count === undefined ? '' : `${count} rows of `}${what}, until ${until.slice(0, 10)}`)
}

/** One row for each person who was ever erased, each with a day by which it goes itself; none at all where the agreement keeps none. */
async function judgeUnnamed({ stage, cast, ledger }: LivingNeeds, certificates: readonly Certificate[]): Promise<void> {
  const { unnamedAudit } = cast.agreement.tenantEnd
  const rows = await stage.deps.control
    .selectFrom('unnamed_audit')
    .select(['happened_on', 'gone_by'])
    .where('school_id', '=', cast.id)
    .execute()
  const overlong = rows.filter((row) => row.gone_by > addPeriod(row.happened_on, 'P60M')).length
  const wanted = unnamedAudit === 'none' ? 0 : peopleIn(certificates)
  ledger.check(
    'R18',
    rows.length === wanted && overlong === 0,
    `${rows.length} rows that name nobody, ${wanted} agreed`,
  )
}

function peopleIn(certificates: readonly Certificate[]): number {
  return certificates
    .flatMap(({ kind, receipts, held }) =>
      kind === 'erasure'
        ? [receipts.length]
        : held.flatMap((one) => (['pupil', 'staff'].includes(one.kind) ? [one.count] : [])),
    )
    .reduce((sum, count) => sum + count, 0)
}

/** That the contract ends, and that the school has ended, is written to whom the school named. */
async function judgeLetters({ stage, cast, ledger }: LivingNeeds): Promise<void> {
  const letters = await stage.deps.control
    .selectFrom('notice')
    .select(['kind', 'addressee', 'sent_at'])
    .where('school_id', '=', cast.id)
    .execute()
  const unsent = letters.filter(({ sent_at }) => sent_at === null).length
  const told = letters.some(({ kind, addressee }) => kind === 'schoolEnded' && addressee === 'main')
  ledger.check('R59', told && unsent === 0, `${letters.length} letters, of them ${unsent} not sent`)
}
