import type { Reporter, TestModule, TestRunEndReason } from 'vitest/node'

/**
 * Ends the run with `N passed, N failed`, the line that people and scripts read. A test file that could not be loaded and an error
 * outside any test count as failed, and so does a run that was cut short: such a run must not look green.
 */
class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[], reason: TestRunEndReason): void {
    let [passed, failed, skipped] = [0, errors.length, 0]
    for (const module of modules) {
      failed += module.errors().length
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'passed') passed += 1
        else if (state === 'failed') failed += 1
        else skipped += 1
      }
    }
    if (reason === 'interrupted' && failed === 0) failed = 1
    const line = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
    // The default reporter prints its summary at the same event; the last word is said when all have spoken.
    process.once('exit', () => process.stdout.write(`${line}\n`))
  }
}

// Vitest takes a reporter that the configuration names by its default export.
export { ClosingLine as default }
