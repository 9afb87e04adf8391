import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/support/longest-first.js'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    // Native Temporal runtimes and child processes are per process; two cores bear two files at once.
    pool: 'forks',
    maxWorkers: 2,
    // 250 files load the same modules and bundle the same workflows: once a process, they take three minutes less of 13.
    isolate: false,
    unstubEnvs: true,
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: ['default', './test/support/closing-line.ts'],
  },
})
