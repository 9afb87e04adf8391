import type { ItemCode } from '../../agreement/items.js'
import type { EndpointRule } from '../endpoint.js'
import { usualTuning } from '../http/client.js'
import type { ClientTuning } from '../http/client.js'
import type { ListEnd, Permissions, Source, SourceManners } from '../source.js'
import { addressOf } from './address.js'
import { wondeAssessment } from './assessment/read-assessment.js'
import { readCodes, readMarks } from './attendance/read-marks.js'
import type { Codes } from './attendance/read-marks.js'
import { readDepartures } from './departures.js'
import { wondeClient } from './client.js'
import type { Ask } from './client.js'
import { walkPages } from './pages.js'
import { wondePhotos } from './photos/read-photos.js'
import { wondeReader } from './reader.js'
import type { ReaderNeeds } from './reader.js'
import type { MetSchool } from './meet-school.js'
import { meetSchool } from './meet-school.js'
import { readCounts, readPermissions } from './payloads.js'
import type { Permission } from './payloads.js'
import { permissionsOf } from './permissions.js'
import type { WondeBinding, WondeSecret } from './settings.js'
import type { Block } from '../block.js'
import { idOf } from './translate/block.js'

export interface WondeOptions extends EndpointRule, Partial<ClientTuning> {
  readonly rowsAPage?: number
}

/** The school's permission list as it came, and what it means in items. */
interface Allowed {
  readonly listed: readonly Permission[]
  readonly permissions: Permissions
}

// What consumers ask for on people. The server may give less without saying so; nothing here relies on getting it.
const ROWS_A_PAGE = 200

/** A school's MIS behind Wonde. Region and permissions are learned when first needed; asked for by name they are read again. */
export function wondeSource(
  binding: WondeBinding,
  secret: WondeSecret,
  manners: SourceManners,
  options: WondeOptions,
): Source {
  const ask = wondeClient(secret.token, manners, { ...usualTuning, ...options })
  const path = `schools/${binding.schoolId}`
  let met: Promise<MetSchool> | undefined
  let allowed: Promise<Allowed> | undefined
  let codes: Promise<Codes> | undefined

  const meet = () => (met = meetSchool(ask, binding, options))
  const origin = async () => (await (met ?? meet())).origin
  const askPermissions = async () => {
    const listed = readPermissions(await ask(addressOf(await origin(), `meta/${path}/permissions`), 'permissions'))
    return { listed, permissions: permissionsOf(listed) }
  }
  const learn = () => (allowed = askPermissions())

  /** What was granted to us and is permitted there: what we ask for, and whose nulls mean that the MIS has no value. */
  const askable = async (wanted: ReadonlySet<ItemCode>) => {
    const { permitted } = (await (allowed ?? learn())).permissions
    return new Set([...wanted].filter((code) => permitted.has(code)))
  }

  const walkBelow = walksBelow(ask, origin, options.rowsAPage ?? ROWS_A_PAGE)
  const walk = walkBelow(`${path}/`)

  const one: ReaderNeeds['one'] = async (endpoint, id, query) =>
    ask(addressOf(await origin(), `${path}/${endpoint}/${encodeURIComponent(id)}`, query), endpoint)

  const count = async (lists: string) =>
    readCounts(await ask(addressOf(await origin(), `${path}/counts`, { include: lists }), 'counts'))

  async function* marks(from: string, to: string, changedSince: string | null) {
    return yield* readMarks(walk, await (codes ??= readCodes(walk, walkBelow(''))), { from, to, changedSince })
  }

  async function* departures(since: string | null) {
    yield* readDepartures(walk, (await (allowed ?? learn())).listed, since)
  }

  return {
    school: async () => (await meet()).school,
    permissions: async () => (await learn()).permissions,
    ...wondeReader({ walk, one, count, askable }),
    departures,
    marks,
    assessment: wondeAssessment(walk),
    photos: wondePhotos(walk, ask, origin, path),
  }
}

/** Walks lists below a path: the school's own, or those that are everybody's. */
function walksBelow(ask: Ask, origin: () => Promise<URL>, rowsAPage: number) {
  return (above: string) =>
    async function* walk<T>(
      endpoint: string,
      query: Readonly<Record<string, string>>,
      translate: (row: Block) => T,
      keyOf: (row: Block) => string = idOf,
    ): AsyncGenerator<readonly T[], ListEnd, void> {
      const paging = { cursor: 'true', per_page: String(rowsAPage), ...query }
      const first = addressOf(await origin(), `${above}${endpoint}`, paging)
      return yield* walkPages(ask, { endpoint, first, rowsAPage: Number(paging.per_page), keyOf }, translate)
    }
}
