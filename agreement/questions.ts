/** What a school is asked, what it may answer, and what happens without an answer (requirements.md K12, K13, K21; §4, 4–6 and 9). */
export const questionKinds = {
  stillOnRollPastTopYear: {
    answers: ['repeatsYear', 'left', 'delete'],
    unanswered: 'The pupil is erased by `dueOn`, on roll or not.',
  },
  leavingLate: {
    answers: ['left', 'delete'],
    unanswered: 'The pupil is erased by `dueOn`. A leaving that is a mistake is corrected in the MIS.',
  },
  stageDateUnknown: {
    answers: ['left', 'delete'],
    unanswered:
      'Nothing is erased until the pupil leaves. Enter the year in the MIS, grant the date of birth, or confirm the top year in the settings; asked again in a year.',
  },
  listedAfterErasure: {
    answers: ['letIn'],
    unanswered: 'The person stays out as long as the MIS lists the same spell.',
  },
  upnShared: {
    answers: ['noted'],
    unanswered:
      'Two pupils bear one UPN. They stay two: nobody is merged by a number. Correct it in the MIS, and the question lapses with the next whole read; `noted` says that you know, and changes nothing.',
  },
  listedTwice: {
    answers: ['noted'],
    unanswered:
      'The MIS lists one number under two ids. They stay two. Remove one in the MIS, and it leaves here as any leaver does; `noted` says that you know, and changes nothing.',
  },
  idReused: {
    answers: ['samePerson', 'otherPerson'],
    unanswered:
      'An id of the MIS names another person than before, by UPN, name and birth. Until you answer, or the MIS is corrected, the pupil stays as last read and nobody new is taken in under the id. `samePerson`: the record was corrected, and the next read takes it over. `otherPerson`: the next read takes in somebody new, and the pupil counts as no longer listed.',
  },
  contractEnds: {
    answers: ['renew', 'letItEnd'],
    unanswered: 'The contract ends with the day `dueOn`: access is cut, and what is held goes by its deadline.',
  },
  noWholeRead: {
    answers: ['keep'],
    unanswered: 'The contract ends with the day `dueOn`, as if it had run out.',
  },
} as const satisfies Readonly<Record<string, { readonly answers: readonly string[]; readonly unanswered: string }>>

export type QuestionKind = keyof typeof questionKinds

/** What the rules of time heed. */
export type PupilAnswer = 'repeatsYear' | 'left' | 'delete'
