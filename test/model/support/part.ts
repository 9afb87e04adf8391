import fc from 'fast-check'
import { startGround } from '../../support/nights/ground.js'
import type { Ground } from '../../support/nights/ground.js'
import { anySequence } from './act.js'
import { liveSequence } from './sequence.js'
import { BEGINS, makeStage, stageNames } from './stages.js'
import type { Stage, StageName } from './stages.js'

// Two cores live two halves.
const PARTS = 2

// `npm run model -- --sequences 2000 [--seed …] [--part … --path …]`; in the suite a small run, always the same.
const sequences = Number(process.env['MODEL_SEQUENCES'] ?? 10)
const seed = Number(process.env['MODEL_SEED'] ?? 1)
const { MODEL_PART: only, MODEL_PATH: path } = process.env

/** One part of the sequences, to be lived by a test file of its own. */
export function modelPart(part: number) {
  let ground: Ground | undefined
  const stages = new Map<StageName, Stage>()
  const liveOne = async ([name, acts]: [StageName, Parameters<typeof liveSequence>[2]]) => {
    const stage = stages.get(name)
    if (!ground || !stage) throw new Error(`There is no stage ${name}.`)
    const wrong = await liveSequence(ground, stage, acts)
    if (wrong.length > 0) throw new Error(wrong.join('\n'))
  }
  // One sequence is asked for again, and it is the other half's.
  const isLeftOut = only !== undefined && Number(only) !== part
  return {
    begin: async () => {
      if (isLeftOut) return
      ground = await startGround(BEGINS)
      for (const name of stageNames) stages.set(name, await makeStage(ground, name))
    },
    /** One that fails is shrunk, and how to live it again is printed. */
    live: async () => {
      if (isLeftOut) return
      const began = performance.now()
      const property = fc.asyncProperty(fc.tuple(fc.constantFrom(...stageNames), anySequence), liveOne)
      const lived = await fc.check(property, {
        seed: seed * PARTS + part,
        numRuns: Math.ceil(sequences / PARTS),
        ...(path !== undefined && { path }),
      })
      const seconds = ((performance.now() - began) / 1_000).toFixed(1)
      process.stdout.write(`part ${part}: ${lived.numRuns} sequences in ${seconds} s (seed ${seed})\n`)
      if (!lived.failed) return
      process.stdout.write(`Again: npm run model -- --seed ${seed} --part ${part} --path ${lived.counterexamplePath}\n`)
      throw new Error(fc.defaultReportMessage(lived), { cause: lived.errorInstance })
    },
    end: async () => {
      for (const { back } of stages.values()) await back.forget()
      await ground?.stop()
    },
  }
}
