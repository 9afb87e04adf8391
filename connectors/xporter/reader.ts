import type { ItemCode } from '../../agreement/items.js'
import type { Walk, WalkEnd } from '../source.js'
import { schoolAddress } from './address.js'
import { untilReady } from './freshness.js'
import { gatherGroups } from './gather-groups.js'
import type { Gathered } from './gather-groups.js'
import type { Ask } from './http/client.js'
import type { Datasets } from './payloads.js'
import { groupsRequest, peopleRequest } from './requests.js'
import type { ListRequest } from './requests.js'
import type { XporterBinding } from './settings.js'
import { idOf } from './translate/row.js'
import { groupRefOf } from './translate/translate-group.js'
import { translatePerson } from './translate/translate-person.js'
import type { PersonKind } from './translate/translate-person.js'
import { walkDatasets } from './walk.js'
import type { WalkPlan } from './walk.js'

/** How the lists of one school are read. `asked` is what was wanted and is permitted. */
export interface Reader {
  readonly walk: (request: ListRequest) => AsyncGenerator<Datasets, WalkEnd, void>
  /** Groups with their members; null where no membership is asked. */
  readonly gather: (asked: ReadonlySet<ItemCode>) => Promise<Gathered | null>
  readonly people: (kind: PersonKind, asked: ReadonlySet<ItemCode>) => Walk
}

type ListDatasets = Pick<WalkPlan, 'primary' | 'related' | 'keyOf'>

/** Lists whose datasets have other names than the list. */
const lists: Readonly<Record<string, ListDatasets>> = {
  Groups: { primary: 'Group', related: ['StudentMembers', 'StaffMembers'], keyOf: groupRefOf },
  assessmentstructure: { primary: 'Aspects', related: ['ResultSets'], keyOf: idOf },
  assessmentresults: { primary: 'AsmResults', keyOf: idOf },
}

export function reader(ask: Ask, binding: XporterBinding, pages: Pick<WalkPlan, 'rowsAPage' | 'surely'>): Reader {
  let ready: Promise<void> | undefined
  let gathered: { readonly request: string; readonly groups: Promise<Gathered> } | undefined

  async function* walk({ endpoint, query }: ListRequest): AsyncGenerator<Datasets, WalkEnd, void> {
    await (ready ??= untilReady(ask, binding))
    const page = (number: number, size: number) =>
      schoolAddress(binding.baseUrl, binding.schoolId, endpoint, {
        ...query,
        page: String(number),
        pageSize: String(size),
      })
    const datasets = lists[endpoint] ?? { primary: endpoint, related: ['Leavers'], keyOf: idOf }
    return yield* walkDatasets(ask, { endpoint, page, ...pages, ...datasets })
  }

  /** One answer gives groups and who is in them: it is asked for once a night, whoever needs it first. */
  async function gather(asked: ReadonlySet<ItemCode>): Promise<Gathered | null> {
    const request = groupsRequest(asked)
    if (request === null) return null
    const key = JSON.stringify(request)
    if (gathered?.request !== key) gathered = { request: key, groups: gatherGroups(walk(request), asked) }
    return gathered.groups
  }

  async function* people(kind: PersonKind, asked: ReadonlySet<ItemCode>): Walk {
    const inGroups = [...asked].some((code) => code === `${kind}.groups` || code === `${kind}.classes`)
    const members = inGroups ? (await gather(asked))?.members : undefined
    const request = peopleRequest(kind, asked)
    const listed = walk(request)
    for (;;) {
      const step = await listed.next()
      if (step.done) return step.value
      const rows = step.value.rows(request.endpoint)
      yield rows.map((row) => translatePerson(kind, row, asked, members?.of(kind, idOf(row)) ?? []))
    }
  }

  return { walk, gather, people }
}
