import type { ItemCode } from '../agreement/items.js'
import { stripAttendance } from '../db/school/attendance/strip-attendance.js'
import { stripDocuments } from '../db/school/strip.js'
import { currentGrant } from '../db/control/acceptance.js'
import { beating } from './beat.js'
import type { ActivityDependencies } from './dependencies.js'
import { asFailure } from './failures.js'

export interface StripActivities {
  /**
   * Takes withdrawn items out of every stored document and seals what is left under a new key, because the old document is still in the
   * write-ahead log and in backups. Repeatable: a second run finds nothing more to strip.
   */
  stripWithdrawn(input: { readonly school: string; readonly grantVersion: number; readonly at: string }): Promise<void>
}

export function stripActivities({ control, keyring, schools }: ActivityDependencies): StripActivities {
  return {
    async stripWithdrawn({ school, grantVersion, at }) {
      const grant = await currentGrant(control, school)
      const granted: ReadonlySet<ItemCode> = new Set(grant?.items)
      const marks = granted.has('pupil.attendance')
      await beating(async () => {
        const opened = await schools.open(school)
        await stripDocuments(opened, keyring, school, granted)
        if (marks) return
        await keyring.destroyAttendance(school)
        await stripAttendance(opened, { because: `grant-${grantVersion}`, at: new Date(at) })
      }).catch((error: unknown) => {
        throw asFailure(error)
      })
      const forgotten = marks
        ? {}
        : { attendance_read_to: null, attendance_since: null, attendance_erase_at: null, attendance_stayed_until: null }
      const changes = { stripped_version: grantVersion, ...forgotten }
      await control.updateTable('school').set(changes).where('id', '=', school).execute()
    },
  }
}
