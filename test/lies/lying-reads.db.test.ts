import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGround } from '../support/nights/ground.js'
import type { Ground } from '../support/nights/ground.js'
import { season, stages } from './support/season.js'
import type { Stage } from './support/season.js'
import { emptyTally, printed, sum } from './support/tally.js'

// `npm run lies -- --reads 10000 [--seed …]`; in the suite a small run, always the same.
const reads = Number(process.env['LYING_READS'] ?? 90)
const seed = process.env['LYING_SEED'] ?? 'suite'

// One takes 0.2 s on an idle machine; a run that somebody pauses, or that others work beside, must not lose its figures at the end.
const HANGS_AFTER_MS = 600_000 + reads * 2_000

let ground: Ground
let played: readonly Stage[]
beforeAll(async () => {
  ground = await startGround(new Date('2026-11-09T21:00:00Z'))
  played = await stages(ground)
}, 120_000)
afterAll(async () => {
  for (const { back } of played ?? []) await back.forget()
  await ground?.stop()
})

test(
  'of reads that lie, none removes or hides anybody who is there',
  async () => {
    const tally = emptyTally()
    for (let told = 0, number = 0; told < reads; number += 1) {
      const stage = played[number % played.length]!
      const otherSchool = played.find(({ school }) => school !== stage.school && school.way !== stage.school.way)!
        .school.simulated
      const share = Math.ceil(reads / played.length)
      told += await season(ground, stage, { seed, number, atMost: Math.min(share, reads - told), otherSchool }, tally)
    }
    process.stdout.write(printed(tally, seed))
    expect(tally.harm).toEqual([])
    expect(sum(tally, 'people', 'proof')).toBe(0)
    expect(tally.unheard).toBeLessThan(reads / 5)
    // Were all of them refused, or all believed, nothing would be shown.
    expect(Math.min(sum(tally, 'refused'), sum(tally, 'applied'))).toBeGreaterThan(reads / 20)
  },
  HANGS_AFTER_MS,
)
