import { BaseSequencer } from 'vitest/node'
import type { TestSpecification } from 'vitest/node'

// Minutes each, and small files: by size they would come last, and one core would wait for the other's end.
const LONGEST = ['cli/chaos.e2e', 'cli/rehearse.e2e', 'e2e/a-school-ends.e2e', 'e2e/bad-days.e2e', 'e2e/canary.e2e']

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
