import { schoolYearOf } from '../../model/calendar.js'
import { reference, seedOf } from '../scene.js'
import { sourcedId } from '../sourced-id.js'
import type { Row, Scene } from '../scene.js'

const parts = [
  { title: 'Autumn', from: '09-01', to: '12-19' },
  { title: 'Spring', from: '01-05', to: '04-01' },
  { title: 'Summer', from: '04-19', to: '07-21' },
] as const

/** The school year of the day, and its three terms. */
export function academicSessions(scene: Scene): Row[] {
  const year = schoolYearOf(scene.roster.day)
  const common = { status: 'active', dateLastModified: `${year}-08-20T02:00:00.000Z`, schoolYear: String(year + 1) }
  const whole: Row = {
    ...common,
    sourcedId: sessionId(scene, year, 0),
    title: `${year}/${String(year + 1).slice(2)}`,
    type: 'schoolYear',
    startDate: `${year}-09-01`,
    endDate: `${year + 1}-08-31`,
  }
  const terms = parts.map(({ title, from, to }, index): Row => ({
    ...common,
    sourcedId: sessionId(scene, year, index + 1),
    title,
    type: 'term',
    startDate: `${index === 0 ? year : year + 1}-${from}`,
    endDate: `${index === 0 ? year : year + 1}-${to}`,
    parent: reference(scene, 'academicSessions', whole.sourcedId, 'academicSession'),
  }))
  return [whole, ...terms]
}

/** References to the terms of a school year. */
export function termReferences(scene: Scene, year: number): object[] {
  return parts.map((_, index) => reference(scene, 'terms', sessionId(scene, year, index + 1), 'academicSession'))
}

function sessionId(scene: Scene, year: number, part: number): string {
  return sourcedId('session', year * 4 + part, seedOf(scene))
}
