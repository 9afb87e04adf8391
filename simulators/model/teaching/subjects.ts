export interface Subject {
  readonly number: number
  readonly code: string
  readonly name: string
}

// prettier-ignore
const names = {
  En: 'English', El: 'English Literature', Ma: 'Mathematics', Sc: 'Science', Hi: 'History', Gg: 'Geography', Fr: 'French',
  Re: 'Religious Studies', Ar: 'Art', Mu: 'Music', Dt: 'Design and Technology', Cp: 'Computing', Pe: 'Physical Education',
  Ps: 'Personal, Social and Health Education', Dr: 'Drama', Sp: 'Spanish', Bs: 'Business', Md: 'Media Studies', Fd: 'Food',
  Sy: 'Sociology', Py: 'Psychology', Bi: 'Biology', Ch: 'Chemistry', Ph: 'Physics', Fm: 'Further Mathematics', Ep: 'Extended Project',
} as const

export type SubjectCode = keyof typeof names

export const subjects: readonly Subject[] = Object.entries(names).map(([code, name], index) => ({
  number: index + 1,
  code,
  name,
}))

const byCode = new Map(subjects.map((subject) => [subject.code, subject]))

export function subjectOf(code: SubjectCode): Subject {
  const subject = byCode.get(code)
  if (!subject) throw new RangeError(`No subject has the code ${code}.`)
  return subject
}

/** Taught to a form as it is. */
export const formSubjects: readonly SubjectCode[] = ['Hi', 'Gg', 'Fr', 'Re', 'Ar', 'Mu', 'Dt', 'Cp', 'Pe']
/** Taught in sets. */
export const setSubjects: readonly SubjectCode[] = ['En', 'Ma', 'Sc']
/** What everybody has in Years 10 and 11. */
export const coreSubjects: readonly SubjectCode[] = ['En', 'El', 'Ma', 'Sc', 'Pe', 'Ps']
export const gcseOptions: readonly SubjectCode[] = [
  'Hi',
  'Gg',
  'Fr',
  'Sp',
  'Ar',
  'Mu',
  'Dr',
  'Dt',
  'Cp',
  'Bs',
  'Md',
  'Fd',
  'Re',
]
export const sixthFormOptions: readonly SubjectCode[] = [
  ...(['Ma', 'Fm', 'Bi', 'Ch', 'Ph', 'En', 'Hi', 'Gg', 'Py', 'Sy', 'Bs', 'Ar', 'Fr', 'Cp'] as const),
]
