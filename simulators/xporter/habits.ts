import { isRecord } from '../json.js'

/**
 * How a school stands at Xporter, and how Xporter itself behaves where its papers leave that open: a client has to bear every choice. The
 * first of each is what a school has that nobody told otherwise.
 */
export const habitChoices = {
  /** `paused`: the school is choosing whom to share. `revoked`: it took the application away. */
  authorisation: ['granted', 'paused', 'revoked'],
  /** What its copies of the MIS say of themselves. `moving`: each request is answered from a newer copy. */
  cache: ['ready', 'refreshing', 'moving'],
  /** How keys are spelt: as today, as in 2018 (without what came since), or without capitals. */
  keys: ['today', 'older', 'lower'],
  select: ['honoured', 'ignored'],
  /** Whether pages are numbered only where they were asked for, or in every answer. */
  pagination: ['whereAsked', 'always', 'never'],
  /** Which dataset the number of pages goes by, where an answer has several. */
  pageCount: ['largest', 'primary'],
  /** Whether errors come with a status where that was asked for, always, or never. */
  errors: ['asAsked', 'statuses', 'bodies'],
  leavers: ['amongStudents', 'apart'],
  memberDates: ['given', 'missing'],
  xids: ['given', 'missing'],
  snapshots: ['kept', 'forgotten'],
  /** Under which name marks come: that of the papers, or their endpoint's. */
  marks: ['AttendMarks', 'endpoint'],
  /** Whether `DateFrom` and `DateTo` are within the days that are given, or beside them. */
  dates: ['within', 'between'],
  /** `late`: the first answer about some days is from the copy of the day before; a new one is fetched because of it. */
  register: ['current', 'late'],
  /** `renewed`: the school authorised anew, and the secret of before is no good. */
  secret: ['first', 'renewed'],
} as const

type Choices = typeof habitChoices
export type Habits = { readonly [Name in keyof Choices]: Choices[Name][number] }

const usual: Habits = {
  authorisation: 'granted',
  cache: 'ready',
  keys: 'today',
  select: 'honoured',
  pagination: 'whereAsked',
  pageCount: 'largest',
  errors: 'asAsked',
  leavers: 'amongStudents',
  memberDates: 'given',
  xids: 'given',
  snapshots: 'kept',
  marks: 'AttendMarks',
  dates: 'within',
  register: 'current',
  secret: 'first',
}

export interface SchoolsHabits {
  readonly of: (schoolId: string) => Habits
  readonly set: (schoolId: string, habits: Habits) => void
}

export function schoolsHabits(): SchoolsHabits {
  const told = new Map<string, Habits>()
  return {
    of: (schoolId) => told.get(schoolId) ?? usual,
    set: (schoolId, habits) => {
      told.set(schoolId, habits)
    },
  }
}

/** Habits as a test sent them, the rest as usual; or a sentence that says what is wrong with them. */
export function readHabits(sent: unknown): Habits | string {
  if (!isRecord(sent)) return 'Habits are an object.'
  const names = Object.keys(habitChoices)
  const unknown = Object.keys(sent).find((name) => !names.includes(name))
  if (unknown !== undefined) return `There is no habit ${unknown}; there are ${names.join(', ')}.`
  const read = <Name extends keyof Choices>(name: Name, choices: readonly Habits[Name][]): Habits[Name] =>
    choices.find((choice) => choice === sent[name]) ?? usual[name]
  return {
    authorisation: read('authorisation', habitChoices.authorisation),
    cache: read('cache', habitChoices.cache),
    keys: read('keys', habitChoices.keys),
    select: read('select', habitChoices.select),
    pagination: read('pagination', habitChoices.pagination),
    pageCount: read('pageCount', habitChoices.pageCount),
    errors: read('errors', habitChoices.errors),
    leavers: read('leavers', habitChoices.leavers),
    memberDates: read('memberDates', habitChoices.memberDates),
    xids: read('xids', habitChoices.xids),
    snapshots: read('snapshots', habitChoices.snapshots),
    marks: read('marks', habitChoices.marks),
    dates: read('dates', habitChoices.dates),
    register: read('register', habitChoices.register),
    secret: read('secret', habitChoices.secret),
  }
}
