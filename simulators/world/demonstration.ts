import type { SchoolSpec } from '../model/school-plan.js'

/** What the local stack shows a newcomer: one of each kind. Their ids and tokens follow from the seeds, so they never change. */
export const demonstrationSchools: readonly { readonly name: string; readonly spec: SchoolSpec }[] = [
  { name: 'Quillmere School', spec: { seed: 'quillmere', profile: 'secondary11to18', pupils: 1500 } },
  { name: 'Larkspur Fold Primary School', spec: { seed: 'larkspur-fold', profile: 'primary', pupils: 300 } },
]
