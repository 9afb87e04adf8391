import { defineConfig } from 'vitest/config'
import { NearestFirst } from './test/support/nearest-first.js'

/** What Stryker runs for each mutant: the unit tests of the two folders, and none that takes seconds or a server. */
export default defineConfig({
  test: {
    include: ['test/{agreement,pipeline}/**/*.unit.test.ts'],
    // Thousands of invented facts for each of thousands of mutants: an hour more, for what the examples have to catch themselves.
    exclude: ['**/*properties.unit.test.ts'],
    // One worker loads every module once. Starting one for each file would cost more than all tests take.
    isolate: false,
    sequence: { sequencer: NearestFirst },
  },
})
