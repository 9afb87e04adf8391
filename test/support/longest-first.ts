import { BaseSequencer } from 'vitest/node'
import type { TestSpecification } from 'vitest/node'

// Half a minute to three each, and small files: by size some would come last, and one core would wait for the other's end. The canary
// reads every file that Postgres has by then: first of all there are few.
const LONGEST = [
  'e2e/canary.e2e',
  'cli/chaos.e2e',
  'e2e/a-school-ends.e2e',
  'cli/rehearse.e2e',
  'e2e/bad-days.e2e',
  'lies/lying-reads.db',
  'model/killed.e2e',
  'workflows/school/holds.temporal',
  'e2e/change-of-mis.e2e',
  'e2e/holds/absences.e2e',
  'connectors/xporter/simulated-school.e2e',
  'local/oneroster/own-school.e2e',
  'e2e/attendance.e2e',
]

/** Begins with what takes longest; the rest as vitest would. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`))
      return at === -1 ? LONGEST.length : at
    }
    return (await super.sort(files)).sort((one, other) => place(one) - place(other))
  }
}
