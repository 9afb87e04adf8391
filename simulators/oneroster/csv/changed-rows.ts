import { removedStatus } from '../rows/account.js'
import type { Row, Scene } from '../scene.js'

/** From when to when somebody asks what changed. */
export interface Span {
  readonly since: string
  readonly now: string
}

/**
 * What changed of the rows of a file: those that came or are otherwise now, and for those that went a row that says so. A row that changed
 * without being stamped anew, as an enrolment may, bears the present: no provider lists as a change what it stamped before the span.
 */
export function changedRows(
  scene: Scene,
  rows: (scene: Scene) => readonly Row[],
  { since, now }: Span,
): readonly Row[] {
  const then = rows({ ...scene, roster: scene.school.rosterBefore(since) })
  const before = new Map(then.map((row) => [row.sourcedId, JSON.stringify(row)]))
  const present = rows(scene)
  const here = new Set(present.map(({ sourcedId }) => sourcedId))
  const stamped = (row: Row): Row => (row.dateLastModified < since ? { ...row, dateLastModified: now } : row)
  return [
    ...present.filter((row) => before.get(row.sourcedId) !== JSON.stringify(row)).map(stamped),
    ...then
      .filter(({ sourcedId }) => !here.has(sourcedId))
      .map((row) => ({ ...row, status: removedStatus(scene), dateLastModified: now })),
  ]
}
