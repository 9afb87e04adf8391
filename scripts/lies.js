// Tells a school's source to lie and looks whether anybody is removed or hidden wrongly:
//   npm run lies -- --reads 10000             with a seed of the moment, which is printed
//   npm run lies -- --reads 200 --seed 7      the same lies again
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: { reads: { type: 'string', default: '10000' }, seed: { type: 'string', default: String(Date.now()) } },
})
const { status } = spawnSync('npx', ['vitest', 'run', 'test/lies/lying-reads.db.test.ts'], {
  stdio: 'inherit',
  env: { ...process.env, LYING_READS: values.reads, LYING_SEED: values.seed },
})
process.exitCode = status ?? 1
