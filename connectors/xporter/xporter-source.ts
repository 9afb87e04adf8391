import type { ItemCode } from '../../agreement/items.js'
import type { EndpointRule } from '../endpoint.js'
import { usualTuning } from '../http/client.js'
import type { ClientTuning } from '../http/client.js'
import type { Source, SourceKind, SourceManners, Walk, WalkEnd } from '../source.js'
import { schoolAddress } from './address.js'
import { readDepartures } from './departures.js'
import { untilReady } from './freshness.js'
import { xporterClient } from './http/client.js'
import { askScopes, meetSchool } from './meet-school.js'
import { gatherGroups } from './gather-groups.js'
import type { Gathered } from './gather-groups.js'
import type { Datasets } from './payloads.js'
import { groupsRequest, peopleRequest } from './requests.js'
import type { ListRequest } from './requests.js'
import { permissionsOf } from './scopes.js'
import type { XporterBinding, XporterSecret } from './settings.js'
import { idOf } from './translate/row.js'
import { groupRefOf } from './translate/translate-group.js'
import { translatePerson } from './translate/translate-person.js'
import type { PersonKind } from './translate/translate-person.js'
import { walkDatasets } from './walk.js'

export interface XporterOptions extends EndpointRule, Partial<ClientTuning> {
  readonly rowsAPage?: number
}

// What the vendor advises.
const ROWS_A_PAGE = 1_000

// Some lists are made while we wait; pages are larger than Wonde's.
const tuning: ClientTuning = { ...usualTuning, timeoutMs: 120_000 }

/** A school's MIS behind Xporter. Scopes are learned once: they are the token's, and change with the next one. */
export function xporterSource(
  binding: XporterBinding,
  secret: XporterSecret,
  manners: SourceManners,
  options: XporterOptions,
): Source {
  const ask = xporterClient(binding, secret, manners, { ...tuning, ...options })
  const rowsAPage = options.rowsAPage ?? ROWS_A_PAGE
  let scopes: Promise<readonly string[]> | undefined
  let ready: Promise<void> | undefined
  let gathered: { readonly request: string; readonly groups: Promise<Gathered> } | undefined

  const learn = async () => permissionsOf(await (scopes ??= askScopes(ask, binding)))
  const askable = async (wanted: ReadonlySet<ItemCode>) => {
    const { permitted } = await learn()
    return new Set([...wanted].filter((code) => permitted.has(code)))
  }

  async function* walk({ endpoint, query }: ListRequest): AsyncGenerator<Datasets, WalkEnd, void> {
    await (ready ??= untilReady(ask, binding))
    const [primary, related] = endpoint === 'Groups' ? ['Group', ['StudentMembers', 'StaffMembers']] : [endpoint, []]
    const page = (number: number, size: number) =>
      schoolAddress(binding.baseUrl, binding.schoolId, endpoint, {
        ...query,
        page: String(number),
        pageSize: String(size),
      })
    const keyOf = endpoint === 'Groups' ? groupRefOf : idOf
    return yield* walkDatasets(ask, { endpoint, page, rowsAPage, primary, related, keyOf })
  }

  /** Groups and who is in them are one answer, and are asked for once a night, whoever needs them first. */
  async function gather(asked: ReadonlySet<ItemCode>): Promise<Gathered | null> {
    const request = groupsRequest(asked)
    if (request === null) return null
    const key = JSON.stringify(request)
    if (gathered?.request !== key) gathered = { request: key, groups: gatherGroups(walk(request), asked) }
    return gathered.groups
  }

  async function* readPeople(kind: PersonKind, asked: ReadonlySet<ItemCode>): Walk {
    const needsMembers = [...asked].some((code) => code === `${kind}.groups` || code === `${kind}.classes`)
    const members = needsMembers ? (await gather(asked))?.members : undefined
    const request = peopleRequest(kind, asked)
    const pages = walk(request)
    for (;;) {
      const step = await pages.next()
      if (step.done) return step.value
      const rows = step.value.rows(request.endpoint)
      yield rows.map((row) => translatePerson(kind, row, asked, members?.of(kind, idOf(row)) ?? []))
    }
  }

  async function* read(kind: SourceKind, wanted: ReadonlySet<ItemCode>): Walk {
    const asked = await askable(wanted)
    if (kind === 'group') {
      const groups = await gather(asked)
      if (groups === null) return { pages: 0, records: 0 }
      yield groups.records
      return groups.end
    }
    // Staff are asked for if the grant names an item of theirs, permitted or not: a school that shares none must refuse, not look empty.
    if (kind === 'staff' && ![...wanted].some((code) => code.startsWith('staff.'))) return { pages: 0, records: 0 }
    return yield* readPeople(kind, asked)
  }

  return {
    school: async () => {
      const met = await meetSchool(ask, binding)
      scopes = Promise.resolve(met.scopes)
      return met.school
    },
    permissions: learn,
    read,
    departures: () => readDepartures(walk),
    // What the source counts in its list of counts is not documented; each walk is compared with the number that its own answer announces.
    counts: async () => ({}),
  }
}
