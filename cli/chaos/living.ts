import { keyringRows } from '../keyring-rows.js'
import { readCertificates } from '../read-certificates.js'
import type { ChaosStack } from './chaos-stack.js'
import { contentOf, receiptsIn } from './content.js'
import { differences } from './differences.js'
import type { Fate } from './fate.js'
import { rowsNaming } from './left-of.js'
import { shownPupils, timesTold } from './people.js'
import { newestRunFault } from './runs.js'
import type { ChaosSchool } from './schools.js'
import { untilKnown } from './waiting.js'

export interface Judged {
  /** A sentence for each thing that is not as it should be. */
  readonly wrong: readonly string[]
  /** What was certified. */
  readonly content: string
}

/** Waits until a school that goes on has erased whom it should, and holds everything against what should be so. */
export async function judgeLiving(
  stack: ChaosStack,
  school: ChaosSchool,
  fate: Fate,
  subjects: ReadonlyMap<string, string>,
): Promise<Judged> {
  const { id } = school
  const certificates = await untilKnown(async () => {
    const issued = await readCertificates(stack.apiUrl, stack.tokens.head, id)
    return receiptsIn(issued).length >= fate.told.length ? issued : undefined
  })
  if (certificates === undefined) return { wrong: [`the erasures of ${id} are not certified`], content: '' }
  const receipts = receiptsIn(certificates)
  const wrong = [
    await newestRunFault(stack, id),
    await differences(stack, school, fate.told),
    unless(
      new Set(receipts).size === fate.told.length,
      `${id} has ${receipts.length} receipts for ${fate.told.length}`,
    ),
    ...(await Promise.all(fate.told.map((misId) => goneFault(stack, id, subjects.get(misId) ?? '')))),
    await leftFault(stack, id, fate.leaves, subjects),
  ]
  return { wrong: wrong.flatMap((sentence) => sentence ?? []), content: contentOf(certificates) }
}

const unless = (holds: boolean, sentence: string) => (holds ? undefined : sentence)

/** Nothing is left but the feed's one entry. */
async function goneFault(stack: ChaosStack, id: string, subject: string): Promise<string | undefined> {
  const [rows, told] = [await rowsNaming(stack.deps, id, subject), await timesTold(stack, id, 'erased', subject)]
  const keys = (await keyringRows(stack.keyring, id)).filter((key) => key.subject_id === subject).length
  return unless(
    rows === 1 && told === 1 && keys === 0,
    `somebody erased at ${id} has ${rows} rows, of them ${told} that tell it, and ${keys} keys`,
  )
}

/** Who left in the MIS is hidden, and that was told once. */
async function leftFault(
  stack: ChaosStack,
  id: string,
  misId: string | undefined,
  subjects: ReadonlyMap<string, string>,
): Promise<string | undefined> {
  if (misId === undefined) return undefined
  const shown = (await shownPupils(stack, id)).has(misId)
  const told = await timesTold(stack, id, 'removed', subjects.get(misId) ?? '')
  return unless(!shown && told === 1, `who left ${id} is ${shown ? '' : 'not '}shown, told ${told} times`)
}
