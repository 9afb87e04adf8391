import { upiOf, wondeId } from '../wonde-id.js'
import type { Pupil } from '../../model/pupils/pupil.js'
import type { StaffMember } from '../../model/staff/staff-member.js'
import type { Scene } from '../scene.js'

/** A pupil inside a class or group: who it is, not what is known; the real product prints the whole person here. */
export function briefStudent({ number, misId }: Pupil, scene: Scene): object {
  return brief('students', number, misId, scene)
}

export function briefEmployee({ number, misId }: StaffMember, scene: Scene): object {
  return brief('employees', number, misId, scene)
}

function brief(
  table: 'students' | 'employees',
  number: number,
  misId: string,
  { seed, schoolId, scopes }: Scene,
): object {
  return {
    id: wondeId(table, number, seed),
    upi: scopes.allows(`${table}.upi`) ? upiOf(misId, schoolId) : null,
    mis_id: scopes.allows(`${table}.mis_id`) ? misId : null,
  }
}
