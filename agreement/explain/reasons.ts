/** Why a person is, or is not, here: each in one sentence, for a head. The dates behind it come beside it, and name what they are. */
export const reasons = {
  suppressed:
    'Hidden from everybody since `since`, because your school asked for it; shown again when your school takes that back.',
  withdrawn: 'Your school withdrew the pupil on `on`: hidden since, and erased within a day of it.',
  restricted: 'Hidden since `since`, because your school restricted what may be done with the record.',
  hereWithoutItems: 'Here. Your school withdrew single items of this person, the last on `on`, and these are not.',
  here: 'Here.',
  erased:
    'What was held was erased on `on`, as agreed. While your MIS lists the same time at the school, the person stays out; a new one passes at once.',
  guest: 'Your MIS lists a guest, and the agreement receives only pupils of your own.',
  startsLater: 'Your MIS gives a first day that lies ahead, `from`: taken in by the first read from then on.',
  endedEnrolment: 'Your MIS lists the person with an enrolment or employment that is over, and without a last day.',
  left: 'Left: the last day was `until`, as far as your MIS or your school gave one.',
  missing: 'Gone from your MIS since `since` by our whole reads of it. Nobody stated a leaving.',
  missingWaits:
    'Gone from your MIS without a word, among so many at once that it waits until `until` for somebody to look at it: see what is held.',
  waits:
    'Your MIS lists the person, and that waits until `until` for your school’s yes, because it reviews changes itself.',
  noLongerReceived: 'Held, and by the last read not one of those whom the agreement receives: hidden since `since`.',
  deleted: 'Your MIS says that the record was deleted there, on `on` where it gives a day.',
  optedOut: 'Your school withholds this person from the application at its connector.',
  notReceived: 'Nothing of people of this kind is granted, so none of them are received.',
  awaitsRead:
    'Your MIS lists the person as one to be received: taken in by the next read, on `nextRead` if nobody asks for one before.',
  notInTheSource:
    'Your MIS shares nobody by this id: neither among those who are there, nor among leavers, nor as deleted.',
  stopped: 'Not held. Reading your MIS is stopped, so it was not asked; resume the school and ask again.',
  sourceUnavailable: 'Not held. Your MIS could not be asked just now; ask again later.',
} as const satisfies Readonly<Record<string, string>>

export type Reason = keyof typeof reasons
