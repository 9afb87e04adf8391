import type { ItemCode } from '../../agreement/items.js'
import type { ReadEnd, SourceRecord } from '../source.js'
import { membersIn } from './members.js'
import type { Members } from './members.js'
import type { Datasets } from './payloads.js'
import { translateGroup } from './translate/translate-group.js'

/** Groups with their members, as one walk gave them. */
export interface Gathered {
  readonly records: readonly SourceRecord[]
  readonly members: Members
  readonly end: ReadEnd
}

export async function gatherGroups(
  pages: AsyncGenerator<Datasets, ReadEnd, void>,
  asked: ReadonlySet<ItemCode>,
): Promise<Gathered> {
  const read: Datasets[] = []
  for (;;) {
    const step = await pages.next()
    if (!step.done) {
      read.push(step.value)
      continue
    }
    const records = read.flatMap(({ rows }) => rows('Group').map((row) => translateGroup(row, asked)))
    return { records, members: membersIn(read), end: step.value }
  }
}
