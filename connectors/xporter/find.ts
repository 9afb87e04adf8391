import type { ItemCode } from '../../agreement/items.js'
import { isStatus } from '../http/failures.js'
import { findNamed, isNamed } from '../named.js'
import type { Find } from '../named.js'
import type { SourceRecord } from '../source.js'
import { schoolAddress } from './address.js'
import type { Ask } from './http/client.js'
import { readDatasets } from './payloads.js'
import type { Reader } from './reader.js'
import { peopleRequest, personRequest } from './requests.js'
import type { ListRequest } from './requests.js'
import type { XporterBinding } from './settings.js'
import type { Row } from './translate/row.js'
import { translatePerson } from './translate/translate-person.js'
import type { PersonKind } from './translate/translate-person.js'

export interface FinderNeeds {
  readonly ask: Ask
  readonly binding: XporterBinding
  readonly walk: Reader['walk']
  readonly askable: (wanted: ReadonlySet<ItemCode>) => Promise<ReadonlySet<ItemCode>>
}

/** Finds one person: by the number of the MIS in one request, whatever standing, and by Xporter's own id in the list of those on roll. */
export function finder({ ask, binding, walk, askable }: FinderNeeds): Find {
  return async (kind, id, wanted) => {
    const asked = await askable(wanted)
    const translate = (row: Row) => translatePerson(kind, row, asked, [])
    const misId = misIdIn(kind, id)
    const single = misId === null ? [] : await rowsOf(ask, binding, personRequest(kind, asked), misId)
    return (
      single.map(translate).find(isNamed(id)) ?? findNamed(peopleIn(walk, peopleRequest(kind, asked), translate), id)
    )
  }
}

async function* peopleIn(walk: Reader['walk'], request: ListRequest, translate: (row: Row) => SourceRecord) {
  for await (const { rows } of walk(request)) yield rows(request.endpoint).map(translate)
}

const prefixes = { pupil: 'PL-', staff: 'PWT-' } as const

/** The number of the MIS in an id that was asked for, as far as one may stand in a path. */
function misIdIn(kind: PersonKind, id: string): string | null {
  const bare = id.startsWith(prefixes[kind]) ? id.slice(prefixes[kind].length) : id
  return /^[\w-]{1,100}$/.test(bare) ? bare : null
}

/** The rows of one number: one, or none; leavers may come as a dataset of their own. */
async function rowsOf(
  ask: Ask,
  { baseUrl, schoolId }: XporterBinding,
  { endpoint, query }: ListRequest,
  misId: string,
): Promise<readonly Row[]> {
  try {
    const answer = await ask(schoolAddress(baseUrl, schoolId, `${endpoint}/${misId}`, query), endpoint)
    const { rows } = readDatasets(answer, endpoint, endpoint)
    return [...rows(endpoint), ...rows('Leavers')]
  } catch (failure) {
    if (!isStatus(failure, 404, endpoint)) throw failure
    return []
  }
}
