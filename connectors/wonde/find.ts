import type { ItemCode } from '../../agreement/items.js'
import type { Block } from '../block.js'
import { blockOf, isRow } from '../block.js'
import { isStatus } from '../http/failures.js'
import { findNamed } from '../named.js'
import type { Find } from '../named.js'
import { readingsFor } from './includes.js'
import type { ReaderNeeds } from './reader.js'
import { idOf } from './translate/block.js'
import { translateRow } from './translate/translate-row.js'

// How Wonde's ids look, as far as one may stand in a path. Whatever else is asked for is looked for in the list.
const OWN_ID = /^[A-Za-z0-9_-]{1,100}$/

type Needs = Pick<ReaderNeeds, 'walk' | 'one' | 'askable'>

/** Finds one person: by Wonde's id in one request; by the number of the MIS, for which it has no path, in the list. */
export function finder({ walk, one, askable }: Needs): Find {
  return async (kind, id, wanted) => {
    const asked = await askable(wanted)
    // That somebody of the kind is wanted at all is the caller's to say.
    const [reading] = readingsFor(kind, new Set<ItemCode>([`${kind}.misId`]), asked)
    if (!reading) return undefined
    const { endpoint } = reading
    const query = { include: reading.include.join(',') }
    const translate = (row: Block) => translateRow(endpoint, row, asked)
    const row = OWN_ID.test(id) ? await rowIn(one(endpoint, id, query), endpoint) : null
    return row && idOf(row) === id ? translate(row) : findNamed(walk(endpoint, query, translate), id)
  }
}

/** The row of an answer about one; null where there is nobody of the id. */
async function rowIn(answer: Promise<unknown>, endpoint: string): Promise<Block | null> {
  try {
    const body = await answer
    return blockOf(isRow(body) ? body['data'] : body, endpoint)
  } catch (failure) {
    if (!isStatus(failure, 404, endpoint)) throw failure
    return null
  }
}
