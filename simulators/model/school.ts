import { bandsOf } from './teaching/bands.js'
import { livesOf } from './pupils/pupil-life.js'
import { identityOf } from './pupils/pupil-identity.js'
import { planSchool } from './school-plan.js'
import { schoolGroups } from './teaching/school-groups.js'
import type { PupilIdentity } from './pupils/pupil-identity.js'
import type { PupilLife } from './pupils/pupil-life.js'
import type { PupilSpan } from './pupils/pupil-on.js'
import type { SchoolPlan, SchoolSpec } from './school-plan.js'
import type { Band } from './teaching/bands.js'
import type { SchoolGroups } from './teaching/school-groups.js'

/** A school's plan with what was worked out from it so far. Nothing in it depends on the order of questions: it only saves work. */
export interface School {
  readonly plan: SchoolPlan
  readonly groups: SchoolGroups
  readonly bands: (schoolYear: number, year: number) => readonly Band[]
  readonly lives: (cohort: number, place: number) => readonly PupilLife[]
  readonly identity: (life: PupilLife) => PupilIdentity
  /** The last span of days for which a pupil's record was worked out; the same object while nothing changes keeps pages cached. */
  readonly spans: Map<number, PupilSpan>
}

export function openSchool(spec: SchoolSpec): School {
  const plan = planSchool(spec)
  const identities = new WeakMap<PupilLife, PupilIdentity>()
  return {
    plan,
    groups: schoolGroups(plan),
    bands: remembered((schoolYear, year) => bandsOf(plan, schoolYear, year)),
    lives: remembered((cohort, place) => livesOf(plan, cohort, place)),
    identity: (life) => {
      const known = identities.get(life) ?? identityOf(plan, life.number, life.cohort)
      identities.set(life, known)
      return known
    },
    spans: new Map(),
  }
}

function remembered<T>(make: (one: number, other: number) => T): (one: number, other: number) => T {
  const made = new Map<number, T>()
  return (one, other) => {
    const key = one * 4096 + other
    const found = made.get(key) ?? make(one, other)
    made.set(key, found)
    return found
  }
}
