// Lets sequences of acts happen to schools of sixty pupils, and compares what we hold then with what is really so:
//   npm run model -- --sequences 2000                   with a seed of the moment, which is printed
//   npm run model -- --sequences 200 --seed 7           the same sequences again
//   npm run model -- --seed 7 --part 2 --path 12:0:1    one that failed, as the failure printed it
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: {
    sequences: { type: 'string', default: '2000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    part: { type: 'string' },
    path: { type: 'string' },
  },
})
const { status } = spawnSync('npx', ['vitest', 'run', 'test/model/part-1.db.test.ts', 'test/model/part-2.db.test.ts'], {
  stdio: 'inherit',
  env: {
    ...process.env,
    MODEL_SEQUENCES: values.sequences,
    MODEL_SEED: values.seed,
    ...(values.part && { MODEL_PART: values.part }),
    ...(values.path && { MODEL_PATH: values.path }),
  },
})
process.exitCode = status ?? 1
