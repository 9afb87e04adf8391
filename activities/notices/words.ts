import type { Notice, NoticeFacts, NoticeKind } from '../../db/control/notice.js'

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
      `Version ${version} of the agreement ${agreement} is in force for your school from ${from ?? 'now on'}. It allows nothing that the version before it did not, so nobody has to accept it.`,
      listed('What changes:', changes),
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
