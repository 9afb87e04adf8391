import type { Reporter, TestModule } from 'vitest/node'

/**
 * Ends the run with `N passed, N failed`, the line that people and scripts read. A test file that could not be loaded and an error
 * outside any test count as failed, and so does whatever else made the run end badly: such a run must not look green.
 */
class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
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
    // The default reporter prints its summary at the same event; the last word is said when all have spoken.
    process.once('exit', (code) => {
      const unexplained = code !== 0 && failed === 0 ? 1 : 0
      process.stdout.write(
        `${passed} passed, ${failed + unexplained} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`,
      )
    })
  }
}

// Vitest takes a reporter that the configuration names by its default export.
export { ClosingLine as default }
