import type { ItemCode } from '../../agreement/items.js'
import type { EndpointRule } from '../endpoint.js'
import type { Permissions, Source, SourceKind, SourceManners, Walk } from '../source.js'
import { addressOf } from './address.js'
import { countsOf } from './counts.js'
import type { ClientTuning } from './http/client.js'
import { usualTuning, wondeClient } from './http/client.js'
import { walkPages } from './http/pages.js'
import type { Reading } from './includes.js'
import { readingsFor } from './includes.js'
import type { MetSchool } from './meet-school.js'
import { meetSchool } from './meet-school.js'
import { readCounts, readPermissions } from './payloads.js'
import { permissionsOf } from './permissions.js'
import type { WondeBinding, WondeSecret } from './settings.js'
import { translateRow } from './translate/translate-row.js'

export interface WondeOptions extends EndpointRule, Partial<ClientTuning> {
  readonly rowsAPage?: number
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
  let allowed: Promise<Permissions> | undefined

  const meet = () => (met = meetSchool(ask, binding, options))
  const origin = async () => (await (met ?? meet())).origin
  const askPermissions = async () =>
    permissionsOf(readPermissions(await ask(addressOf(await origin(), `meta/${path}/permissions`), 'permissions')))
  const permissions = () => (allowed = askPermissions())

  /** What was granted to us and is permitted there: what we ask for, and whose nulls mean that the MIS has no value. */
  const askable = async (wanted: ReadonlySet<ItemCode>) => {
    const { permitted } = await (allowed ?? permissions())
    return new Set([...wanted].filter((code) => permitted.has(code)))
  }

  async function* read(kind: SourceKind, wanted: ReadonlySet<ItemCode>): Walk {
    const asked = await askable(wanted)
    let [pages, records] = [0, 0]
    for (const reading of readingsFor(kind, wanted, asked)) {
      const rowsAPage = options.rowsAPage ?? ROWS_A_PAGE
      const first = addressOf(await origin(), `${path}/${reading.endpoint}`, queryOf(reading, rowsAPage))
      const plan = { endpoint: reading.endpoint, first, rowsAPage }
      const end = yield* walkPages(ask, plan, (row) => translateRow(reading.endpoint, row, asked))
      pages += end.pages
      records += end.records
    }
    return { pages, records }
  }

  return {
    school: async () => (await meet()).school,
    permissions,
    read,
    counts: async (wanted) => {
      const asked = await askable(wanted)
      const listsOf = (kind: SourceKind) => readingsFor(kind, wanted, asked).map(({ endpoint }) => endpoint)
      const lists = { group: listsOf('group'), staff: listsOf('staff'), pupil: listsOf('pupil') }
      const include = Object.values(lists).flat().join(',')
      return countsOf(readCounts(await ask(addressOf(await origin(), `${path}/counts`, { include }), 'counts')), lists)
    },
  }
}

function queryOf({ include }: Reading, rowsAPage: number): Readonly<Record<string, string>> {
  const paging = { cursor: 'true', per_page: String(rowsAPage) }
  return include.length === 0 ? paging : { ...paging, include: include.join(',') }
}
