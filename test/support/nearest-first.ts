import { relative } from 'node:path'
import { BaseSequencer } from 'vitest/node'
import type { TestSpecification } from 'vitest/node'

/**
 * Begins with the tests that lie nearest to the mutated file, `test/pipeline/gate.unit.test.ts` for `pipeline/gate.ts`: the first that fails ends
 * the run, and most mutants fail there.
 */
export class NearestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const [mutated = ''] = (this.ctx.config.related ?? []).map((file) => this.path(file))
    const shared = ({ moduleId }: TestSpecification) => inCommon(this.path(moduleId).replace(/^test\//, ''), mutated)
    return [...files].sort((one, other) => shared(other) - shared(one) || (one.moduleId < other.moduleId ? -1 : 1))
  }

  private path(file: string): string {
    return relative(this.ctx.config.root, file)
  }
}

function inCommon(one: string, other: string): number {
  const at = Array.from(one).findIndex((character, index) => character !== other[index])
  return at === -1 ? one.length : at
}
