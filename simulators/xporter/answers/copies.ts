import type { View } from '../scene.js'

/** Copies of the MIS that are made when somebody asks about some days, and not in the night: one a day for each set of days. */
export interface Copies {
  /** Whether a question about days is answered from the copy of the day before. */
  readonly isOld: (view: View) => boolean
  /** The question has a new copy made, whatever it was answered with. */
  readonly fetch: (view: View) => void
}

export function copies(): Copies {
  const fetched = new Set<string>()
  return {
    isOld: (view) =>
      view.habits.register === 'late' && view.parameters.has('datefrom') && !fetched.has(questionOf(view)),
    fetch: (view) => {
      fetched.add(questionOf(view))
    },
  }
}

function questionOf({ school, roster, parameters }: View): string {
  return [school.id, roster.day, parameters.get('datefrom'), parameters.get('dateto')].join(' ')
}
