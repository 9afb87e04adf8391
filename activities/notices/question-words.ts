import type { QuestionKind } from '../../agreement/questions.js'

interface Asked {
  readonly count: number
  readonly dueOn: string | null
}

interface AskedWords {
  readonly subject: string
  readonly says: string
}

/** What a letter says of each kind of question: how many and by when, never about whom. */
export const questionWords: Readonly<Record<QuestionKind, (asked: Asked) => AskedWords>> = {
  stillOnRollPastTopYear: ({ count, dueOn }) => ({
    subject: `${pupils(count)} on roll past your top year`,
    says: `You have ${pupils(count)} on roll who completed your top year by what we know. Without an answer their data is erased, the first by ${dueOn ?? 'its date'}. Say of each whether the pupil repeats the year, has left, or is to be deleted.`,
  }),
  leavingLate: ({ count, dueOn }) => ({
    subject: `${pupils(count)} whose leaving we learned late`,
    says: `The leaving of ${pupils(count)} reached us so late that their data goes later than agreed, the first by ${dueOn ?? 'its date'}. Look whether the leaving dates are right. If one is a mistake, correct it in your MIS before that day.`,
  }),
  stageDateUnknown: ({ count }) => ({
    subject: `${pupils(count)} without a date of erasure`,
    says: `For ${pupils(count)} on roll we cannot say when the top year ends: no year is given, or it is not known which year is your top one. Confirm your top year in the settings, or enter the year in your MIS. Until then nothing of them is erased before they leave.`,
  }),
  listedAfterErasure: ({ count }) => ({
    subject: `${pupils(count)} erased and still in your MIS`,
    says: `Your MIS goes on listing ${pupils(count)} whose data was erased as agreed. We keep them out. If one is on roll after all, say so, and the next synchronisation takes the pupil in again.`,
  }),
  upnShared: ({ count }) => ({
    subject: `${pupils(count)} in your MIS with a UPN that another bears too`,
    says: `Your MIS gives ${pupils(count)} a UPN that another pupil bears as well. We keep them apart. Correct it in your MIS, and we stop asking.`,
  }),
  listedTwice: ({ count }) => ({
    subject: `${people(count)} in your MIS under two ids`,
    says: `Your MIS lists ${people(count)} whose number stands under another id as well. We keep them apart. Remove the one that is too many, and it leaves here as a leaver does.`,
  }),
  idReused: ({ count }) => ({
    subject: `${pupils(count)} whose id in your MIS names somebody else`,
    says: `In your MIS the ids of ${pupils(count)} name somebody of another UPN, name and birth. Until you say whether it is the same person, each stays here as before, and nobody new is taken in under these ids.`,
  }),
  contractEnds: ({ dueOn }) => ({
    subject: `Your contract ends with ${dueOn ?? 'its last day'}`,
    says: `The last day of your contract is ${dueOn ?? 'near'}. After it nobody reads your data, and it is erased by the agreed deadline, without anybody's act. Your head can give the contract a later end.`,
  }),
  noWholeRead: ({ dueOn }) => ({
    subject: 'We have not been able to read your MIS for 90 days',
    says: `Since 90 days or more your MIS could not be read whole. If you say nothing and it stays so, your contract ends with ${dueOn ?? 'day 120'}, as if it had run out. Renew our access, or answer that you want to go on.`,
  }),
}

const people = (count: number) => (count === 1 ? 'one person' : `${count} people`)
const pupils = (count: number) => (count === 1 ? 'one pupil' : `${count} pupils`)
