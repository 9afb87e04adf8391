import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { addDays, startOf } from '../agreement/retention/days.js'
import { openHome } from '../local/home.js'
import { findAgreement } from './find-agreement.js'
import { engageCast } from './rehearse/cast.js'
import { openLedger } from './rehearse/ledger.js'
import { live } from './rehearse/live.js'
import { startStage } from './rehearse/stage.js'

const options = {
  agreement: { type: 'string', default: 'assessment-portal' },
  from: { type: 'string', default: '2026-08-25' },
  days: { type: 'string', default: '400' },
  pupils: { type: 'string', default: '300' },
  seed: { type: 'string', default: 'rehearsal' },
} as const
const NOON_MS = 12 * 3_600_000
// The contract ends so many days before the last one asked for: 48 hours lie within them, six months go on after.
const DAYS_OF_THE_END = 4

/** `npm run rehearse`: lives a simulated school through the time, tells it as a diary, and counts every promise kept and broken. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options })
  const { from, seed } = values
  const [days, pupils] = [wholeNumber('days', values.days, 7, 1_000), wholeNumber('pupils', values.pupils, 60, 5_000)]
  if (!z.iso.date().safeParse(from).success) throw new Error('--from is a day, YYYY-MM-DD.')
  const agreement = await findAgreement(values.agreement)
  const folder = await mkdtemp(join(tmpdir(), 'termkeeper-rehearsal-'))
  // As root, Postgres is another user, who has to enter.
  await chmod(folder, 0o755)
  const home = await openHome(join(folder, 'home'))
  const ledger = openLedger((sentence) => console.log(sentence))
  try {
    const stage = await startStage({ home, agreement, from: new Date(startOf(from) + NOON_MS) })
    try {
      const contract = { startsOn: from, endsOn: addDays(from, days - DAYS_OF_THE_END) }
      const cast = await engageCast(stage, { ledger, agreement, pupils, seed, contract })
      console.log(`${from}  the head accepts the agreement: ${agreement.title}, version ${agreement.version}`)
      console.log(`${from}  the school is read over ${cast.connector}`)
      await live({ stage, cast, ledger, lastDay: contract.endsOn, say: (line) => console.log(line) })
    } finally {
      await stage.stop()
    }
  } finally {
    await home.close()
    await rm(folder, { recursive: true, force: true })
  }
  for (const line of ledger.table()) console.log(line)
  const { kept, broken } = ledger.totals()
  console.log(`promises kept: ${kept}, broken: ${broken}`)
  if (broken > 0) process.exitCode = 1
}

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const number = Number(text)
  if (Number.isInteger(number) && number >= least && number <= most) return number
  throw new Error(`--${option} is a whole number from ${least} to ${most}.`)
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : 'The rehearsal failed.')
  process.exit(1)
})
