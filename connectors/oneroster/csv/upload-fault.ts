import { FileFailure } from './fault.js'
import type { FileFault } from './fault.js'
import { packageFacts } from './package.js'
import { alone } from './packages/open-package.js'
import { openZip } from './zip.js'

/**
 * Why no run could read this package for the school that is bound as `schoolId`, as far as it shows before any row of anybody is looked at;
 * null for one that can be tried.
 */
export function uploadFault(bytes: Buffer, schoolId: string): FileFault | null {
  try {
    const { schools } = packageFacts(alone(openZip(bytes)))
    return schools.some(({ ref }) => ref === schoolId)
      ? null
      : { file: 'orgs.csv', name: 'sourcedId', code: 'not_the_bound_school' }
  } catch (error) {
    if (error instanceof FileFailure) return error.fault
    throw error
  }
}
