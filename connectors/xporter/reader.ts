import type { ItemCode } from '../../agreement/items.js'
import type { ReadEnd, Walk } from '../source.js'
import { changedRows } from './changes.js'
import type { MarkBook } from './changes.js'
import { untilReady } from './freshness.js'
import { gatherGroups } from './gather-groups.js'
import type { Gathered } from './gather-groups.js'
import type { Ask } from './http/client.js'
import { pagePlan } from './page-plan.js'
import type { Pages } from './page-plan.js'
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
  readonly walk: (request: ListRequest) => AsyncGenerator<Datasets, ReadEnd, void>
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

export function reader(ask: Ask, binding: XporterBinding, book: MarkBook, pages: Pages): Reader {
  let ready: Promise<void> | undefined
  let gathered: { readonly request: string; readonly groups: Promise<Gathered> } | undefined

  async function* walk(request: ListRequest): AsyncGenerator<Datasets, ReadEnd, void> {
    await (ready ??= untilReady(ask, binding, { endpoint: 'Students', query: {} }))
    const datasets = lists[request.endpoint] ?? { primary: request.endpoint, related: ['Leavers'], keyOf: idOf }
    return yield* walkDatasets(ask, { ...pagePlan(binding, request, pages), ...datasets })
  }

  /** A whole walk that also leaves a mark. */
  async function* walkWhole(request: ListRequest): AsyncGenerator<Datasets, ReadEnd, void> {
    const pages = walk(changedRows(request))
    for (;;) {
      const step = await pages.next()
      if (step.done) return step.value
      book.see(request, step.value)
      yield step.value
    }
  }

  /** One answer gives groups and who is in them: it is asked for once a night, whoever needs it first. */
  async function gather(asked: ReadonlySet<ItemCode>): Promise<Gathered | null> {
    const request = groupsRequest(asked)
    if (request === null) return null
    const key = JSON.stringify(request)
    if (gathered?.request !== key) gathered = { request: key, groups: gatherGroups(walkWhole(request), asked) }
    return gathered.groups
  }

  async function* people(kind: PersonKind, asked: ReadonlySet<ItemCode>): Walk {
    const inGroups = [...asked].some((code) => code === `${kind}.groups` || code === `${kind}.classes`)
    const members = inGroups ? (await gather(asked))?.members : undefined
    const request = peopleRequest(kind, asked)
    const listed = walkWhole(request)
    for (;;) {
      const step = await listed.next()
      if (step.done) return step.value
      const rows = step.value.rows(request.endpoint)
      yield rows.map((row) => translatePerson(kind, row, asked, members?.of(kind, idOf(row)) ?? []))
    }
  }

  return { walk, gather, people }
}
