import { assessmentResults, assessmentStructure } from './assessment.js'
import { attendanceCodes, attendanceForDateRange } from './attendance.js'
import { table } from './dataset.js'
import { groups } from './groups.js'
import { photos } from './photos.js'
import { schoolInfo } from './school-info.js'
import { staff } from './staff.js'
import { students } from './students.js'
import type { View } from '../scene.js'
import type { Endpoint } from './dataset.js'

/** How many rows the lists have by themselves. What the real product counts here is not documented. */
const counts: Endpoint = {
  scope: 'School,SchoolLite',
  tables: (view) => {
    const plain: View = { ...view, options: new Set(), parameters: new Map(), id: undefined }
    const areas = [
      ['Students', students],
      ['Staff', staff],
      ['Groups', groups],
    ] as const
    const rows = areas.map(([area, { tables }], index) => ({
      Id: String(index + 1),
      Area: area,
      Count: tables(plain)[0]?.size ?? 0,
    }))
    return [table('counts', rows, (row) => row)]
  },
}

/** The endpoints of a school that are simulated, by the last part of their path in lower case. */
export const endpoints: ReadonlyMap<string, Endpoint> = new Map([
  ['students', students],
  ['staff', staff],
  ['groups', groups],
  ['schoolinfo', schoolInfo],
  ['counts', counts],
  ['attendancefordaterange', attendanceForDateRange],
  ['attendancecodes', attendanceCodes],
  ['assessmentstructure', assessmentStructure],
  ['assessmentresults', assessmentResults],
  ['photos', photos],
])
