import { wrongSchool } from '../http/failures.js'
import type { ListName } from './feed.js'
import type { Block } from '../block.js'
import { reference } from './translate/block.js'
import { isPupil, isStaff, rolesOf } from './translate/roles.js'

/**
 * The rows that are of the bound school. What comes below the school's own path and names another is another school's data, and nothing of
 * it is believed (R46); in a list of everybody that the credentials open such rows are only left out. So are, among users, all whom the
 * list was not asked for: parents above all (R33).
 */
export function ofSchool(name: ListName, rows: readonly Block[], schoolId: string, below: boolean): readonly Block[] {
  switch (name) {
    case 'demographics':
      return rows
    case 'classes':
    case 'enrollments':
      return rows.filter((row) => mine((reference(row, 'school') ?? schoolId) === schoolId, below))
    case 'students':
    case 'staff': {
      const meant = name === 'students' ? isPupil : isStaff
      return rows.filter((row) => {
        const { here, elsewhereOnly } = rolesOf(row, schoolId)
        return mine(!elsewhereOnly, below) && here.some(meant)
      })
    }
  }
}

function mine(is: boolean, below: boolean): boolean {
  if (!is && below) throw wrongSchool()
  return is
}
