import type { ItemCode } from '../../agreement/items.js'
import type { ListEnd, ReadEnd, Source, SourceKind, Walk } from '../source.js'
import type { ChangeWalk } from '../source-changes.js'
import { markBook, readChanges } from './changes.js'
import { countsOf } from './counts.js'
import { finder } from './find.js'
import { readingsFor } from './includes.js'
import type { CountsBody } from './payloads.js'
import { translateRow } from './translate/translate-row.js'
import type { WalkList } from './walk-list.js'

export interface ReaderNeeds {
  readonly walk: WalkList
  /** One row of a list by its id, as it came. */
  readonly one: (endpoint: string, id: string, query: Readonly<Record<string, string>>) => Promise<unknown>
  /** How many rows the named lists have, as the source says. */
  readonly count: (lists: string) => Promise<CountsBody>
  /** What of the wanted items the school permits. */
  readonly askable: (wanted: ReadonlySet<ItemCode>) => Promise<ReadonlySet<ItemCode>>
}

/** Reads people and groups of one school, whole or what changed of them. */
export function wondeReader({
  walk,
  one,
  count,
  askable,
}: ReaderNeeds): Required<Pick<Source, 'read' | 'find' | 'counts' | 'mark' | 'changes'>> {
  const book = markBook()

  async function* read(kind: SourceKind, wanted: ReadonlySet<ItemCode>): Walk {
    const asked = await askable(wanted)
    const ends: (readonly [list: string, ListEnd])[] = []
    for (const { endpoint, include } of readingsFor(kind, wanted, asked)) {
      const query = include.length === 0 ? {} : { include: include.join(',') }
      const end = yield* walk(endpoint, query, (row) => {
        book.see(endpoint, row)
        return translateRow(endpoint, row, asked)
      })
      ends.push([endpoint, end])
    }
    return together(ends)
  }

  /** How many rows each list has that a read of `wanted` walks. */
  async function countLists(wanted: ReadonlySet<ItemCode>) {
    const asked = await askable(wanted)
    const listsOf = (kind: SourceKind) => readingsFor(kind, wanted, asked).map(({ endpoint }) => endpoint)
    const lists = { group: listsOf('group'), staff: listsOf('staff'), pupil: listsOf('pupil') }
    return { asked, lists, said: await count(Object.values(lists).flat().join(',')) }
  }

  async function* changes(mark: string, wanted: ReadonlySet<ItemCode>): ChangeWalk {
    const { asked, said } = await countLists(wanted)
    return yield* readChanges(mark, { walk, counted: said, wanted, asked })
  }

  return {
    read,
    find: finder({ walk, one, askable }),
    counts: async (wanted) => {
      const { said, lists } = await countLists(wanted)
      book.count(said)
      return countsOf(said, lists)
    },
    mark: book.mark,
    changes,
  }
}

/** A kind that is read from two lists is over as surely as the less sure of them. */
function together(ends: readonly (readonly [list: string, ListEnd])[]): ReadEnd {
  const sum = (of: 'pages' | 'records') => ends.reduce((total, [, end]) => total + end[of], 0)
  return {
    pages: sum('pages'),
    records: sum('records'),
    ended: ends.some(([, { ended }]) => ended === 'inferred') ? 'inferred' : 'said',
    lists: Object.fromEntries(ends.map(([list, { records }]) => [list, records])),
  }
}
