import type { Agreement } from '../agreement.js'
import { choice, compareEntries, wording } from './change.js'
import type { Change } from './change.js'

type Downstream = Agreement['downstream']
type SubProcessors = Agreement['subProcessors']

/** Who else gets the data. */
export function diffDownstream(before: Downstream, after: Downstream): readonly Change[] {
  const { added, removed, kept } = compareEntries(before, after, ({ recipient }) => recipient)
  const path = ({ recipient }: Downstream[number]) => `downstream.${recipient}`
  return [
    ...added.map((one) => ({ effect: 'widens', path: path(one), words: `Another recipient: ${one.name}.` }) as const),
    ...removed.map(
      (one) => ({ effect: 'narrows', path: path(one), words: `No longer a recipient: ${one.name}.` }) as const,
    ),
    ...kept.flatMap((one) => diffRecipient(path(one.after), one.before, one.after)),
  ]
}

function diffRecipient(path: string, before: Downstream[number], after: Downstream[number]): readonly Change[] {
  return [
    ...wording(`${path}.name`, before.name, after.name, 'neither', `A recipient is called otherwise: ${after.name}.`),
    // What is fed may be more than before, and no program can read whether it is.
    ...wording(
      `${path}.feed`,
      before.feed,
      after.feed,
      'widens',
      `${after.name} receives something else: ${after.feed}.`,
    ),
    ...choice(`${path}.onErase`, before.onErase, after.onErase, {
      wider: 'notify',
      words: {
        widens: `${after.name} is told of an erasure, and no longer has to erase as well.`,
        narrows: `${after.name} has to erase what is erased here.`,
      },
    }),
  ]
}

/** Who works for the processor. One more may come near the data, so it widens. */
export function diffSubProcessors(before: SubProcessors, after: SubProcessors): readonly Change[] {
  const { added, removed, kept } = compareEntries(before, after, ({ code }) => code)
  const path = ({ code }: SubProcessors[number]) => `subProcessors.${code}`
  return [
    ...added.map(
      (one) =>
        ({
          effect: 'widens',
          path: path(one),
          words: `Also works with the data: ${one.name}, ${one.country}.`,
        }) as const,
    ),
    ...removed.map(
      (one) => ({ effect: 'narrows', path: path(one), words: `No longer works with the data: ${one.name}.` }) as const,
    ),
    ...kept.flatMap((one) => diffSubProcessor(path(one.after), one.before, one.after)),
  ]
}

function diffSubProcessor(
  path: string,
  before: SubProcessors[number],
  after: SubProcessors[number],
): readonly Change[] {
  const who = (field: 'name' | 'does' | 'country', words: string) =>
    wording(`${path}.${field}`, before[field], after[field], 'widens', words)
  return [
    ...who('name', `${after.name} works with the data; so far ${before.name}.`),
    ...who('does', `${after.name} does something else: ${after.does}.`),
    ...who('country', `${after.name} is elsewhere: ${after.country}, so far ${before.country}.`),
  ]
}
