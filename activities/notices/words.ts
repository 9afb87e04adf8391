import type { Notice, NoticeFacts, NoticeKind } from '../../db/control/notice.js'
import { heldWords } from './held-words.js'
import { questionWords } from './question-words.js'

interface Words {
  readonly subject: string
  /** Paragraphs. */
  readonly says: readonly string[]
}

type Writer<Kind extends NoticeKind> = (facts: NoticeFacts[Kind]) => Words

/** What each kind of notice says. One that is added does not compile without its words. */
const writers: { readonly [Kind in NoticeKind]: Writer<Kind> } = {
  versionToAccept: ({ agreement, version, changes }) => ({
    subject: `A new version of ${agreement} waits for your acceptance`,
    says: [
      `There is a version ${version} of the agreement ${agreement}. It allows more than the one your school accepted, so it does not hold for your school until your head, or whoever is authorised, accepts it.`,
      'Until then everything goes on under the version that you accepted, and nothing more is taken.',
      listed('What changes:', changes),
    ],
  }),
  versionInForce: ({ agreement, version, changes, from }) => ({
    subject: `A new version of ${agreement} takes effect`,
    says: [
      `Version ${version} of the agreement ${agreement} is in force for your school from now on. It allows nothing that the version before it did not, so nobody has to accept it.`,
      ...(from === null
        ? []
        : [`Where a period becomes shorter, nothing falls due sooner than it would have before ${from}.`]),
      listed('What changes:', changes),
    ],
  }),
  schoolEnds: ({ effectiveAt, deadline, confirmed }) => ({
    subject: confirmed ? 'Your contract ends, and your data goes' : 'Somebody asked for your contract to end',
    says: [
      confirmed
        ? `The contract ends at ${effectiveAt}. From then on nobody reads your data, and by ${deadline} everything is destroyed.`
        : `The vendor's staff entered on your behalf that the contract ends at ${effectiveAt}. A second person has to confirm it; the deadline for destroying everything is ${deadline}.`,
      'If this is a mistake, tell us at once: until keys are destroyed it can be taken back.',
    ],
  }),
  confirmationMissing: ({ deadline }) => ({
    subject: 'The end of a school waits for a second person',
    says: [`Confirm it or take it back: nothing is cut before that, and the deadline ${deadline} is running.`],
  }),
  endingLate: ({ deadline }) => ({
    subject: 'A school that has to be gone is not gone yet',
    says: [`The deadline is ${deadline}. Look whether a worker of the queue ending runs, and at its workflow.`],
  }),
  questionsAsked: ({ question, ...asked }) => {
    const { subject, says } = questionWords[question](asked)
    return { subject, says: [says, 'You find the questions, and answer them, at Termkeeper.'] }
  },
  staysToReview: ({ count, reviewBy }) => ({
    subject: count === 1 ? 'A stay waits for your review' : `${count} stays wait for your review`,
    says: [
      `An erasure is paused for ${count === 1 ? 'one pupil' : `${count} pupils`}; the day of review, the first of them, is ${reviewBy ?? 'near'}.`,
      'Renew it or end it. A pause for a subject access request ends by itself two weeks after that day; the others last until you end them.',
    ],
  }),
  absenceUnconfirmed: ({ asOf }) => ({
    subject: 'An absence waits for a read that confirms it',
    says: [
      `By ${asOf}, 44 hours after it began, no whole read has said whether somebody who is missing from the source is gone. Whoever it is stays hidden, and is erased when a read confirms it.`,
      'Look at the school’s last runs: resume it if it is paused, and have access at its source renewed if that is what is in the way.',
    ],
  }),
  changesHeld: (held) => heldWords(held),
  sourceDoubted: ({ shows, since }) => ({
    subject: shows === 'nobody' ? 'Your MIS shows us nobody' : 'Your MIS shows us hardly any of your people',
    says: [
      shows === 'nobody'
        ? 'Last night the connector answered, and had no pupils, or no staff, although there were some before. We take nobody for gone because of that: everything stays as it was.'
        : 'Last night fewer than half of the people of before came from the connector, and nothing in it says where the others are. We believe nothing of such a read: everything stays as it was.',
      since === null
        ? 'We have never read the school whole.'
        : `The last read that we believed is of ${since}. Until there is another, leavers are not seen by us, so tell us of them at Termkeeper.`,
      'Ask your MIS supplier what is shared, and whether the connector is still of your school. We read again every night.',
    ],
  }),
  schoolEnded: ({ endedAt, deadline, certificate }) => ({
    subject: 'Your data is destroyed',
    says: [
      `Everything that we held for your school was destroyed by ${endedAt}; the deadline was ${deadline}.`,
      `The signed certificate has the number ${certificate}. It says what was held, how each store was destroyed, and what remains until when.`,
    ],
  }),
}

const listed = (heading: string, lines: readonly string[]) => [heading, ...lines.map((line) => `- ${line}`)].join('\n')

const SIGNED =
  'This was sent by Termkeeper, which keeps the agreement about your pupils’ data. It never writes about a person by e-mail.'

/** The letter of a notice: what happened, and to whom it is said by office, never by name. */
export function wordsOf(
  { kind, facts, addressee }: Pick<Notice, 'kind' | 'facts' | 'addressee'>,
  schoolName: string,
): { readonly subject: string; readonly text: string } {
  const { subject, says } = write(kind, facts)
  const greeting = `To ${offices[addressee]} of ${oneLine(schoolName)}`
  return { subject: oneLine(`${subject} – ${schoolName}`), text: `${[greeting, ...says, SIGNED].join('\n\n')}\n` }
}

const offices = {
  main: 'the main contact',
  data: 'the data administrator',
  head: 'the head',
  processor: 'the operator',
} as const satisfies Readonly<Record<Notice['addressee'], string>>

function write<Kind extends NoticeKind>(kind: Kind, facts: NoticeFacts[Kind]): Words {
  return writers[kind](facts)
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()
