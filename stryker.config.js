// `npm run mutation`: each rule of agreement/ and pipeline/ is changed in turn, and some test of theirs has to turn red. Why so: decision 0190.
export default {
  mutate: ['agreement/**/*.ts', 'pipeline/**/*.ts'],
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'vitest.mutation.config.ts' },
  coverageAnalysis: 'perTest',
  // Vitest reads types away; a mutant that would not compile runs all the same, and is killed or not like any other.
  disableTypeChecks: false,
  ignorePatterns: ['.termkeeper', 'dist', 'docs', 'test/histories'],
  concurrency: 2,
  // On a busy machine a run may take seconds: what is merely slow must not pass for a mutant that never ends, which counts as noticed.
  timeoutMS: 30_000,
  tempDirName: '.stryker/sandboxes',
  incremental: true,
  incrementalFile: '.stryker/incremental.json',
  reporters: ['progress-append-only', 'clear-text'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 90, low: 90, break: 90 },
}
