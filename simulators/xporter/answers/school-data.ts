import { json } from '../../http/answer.js'
import { addDays } from '../../model/calendar.js'
import { RELYING_PARTY } from '../access/credentials.js'
import { endpoints } from '../datasets/endpoints.js'
import { failing } from './envelope.js'
import { cutTables } from './paging.js'
import { listIn, parametersOf } from './parameters.js'
import { changedSince } from './snapshots.js'
import { rosterShown } from '../../world/shown.js'
import type { Answer } from '../../http/answer.js'
import type { SimulatorRequest } from '../../http/request.js'
import type { SimulatedSchool } from '../../world/simulated-school.js'
import type { Endpoint, Table } from '../datasets/dataset.js'
import type { Scene, View } from '../scene.js'

/** `School/{estab}/{endpoint}/{id?}`: datasets, what they were made from and when, and the service's own tables. */
export function schoolData(scene: Scene, school: SimulatedSchool, request: SimulatorRequest): Answer {
  const [, , , , , name = '', id] = request.path.split('/')
  const view = viewOf(scene, school, request, id)
  const fail = (status: number, message: string) => failing(status, message, request, view.habits.errors)
  const endpoint = endpoints.get(name.toLowerCase())
  if (!endpoint) return fail(404, 'No query has that name.')
  if (!allows(endpoint, view.scopes)) return fail(403, 'The token does not have the scope that is required.')
  const missing = endpoint.needs?.find((needed) => !view.parameters.has(needed.toLowerCase()))
  if (missing !== undefined) return fail(400, `The parameter ${missing} is mandatory.`)
  const isOld = scene.copies.isOld(view)
  if (view.parameters.get('onlygetdbstatus')?.toLowerCase() === 'true') return json(200, dbStatus(scene, view, isOld))
  scene.copies.fetch(view)
  const tables = endpoint.tables(isOld ? { ...view, asOf: addDays(view.asOf, -1) } : view)
  const asked = view.parameters.get('changedrows')
  return asked === undefined ? json(200, body(scene, view, tables)) : changes(scene, view, tables, { asked, fail })
}

interface Since {
  readonly asked: string
  readonly fail: (status: number, message: string) => Answer
}

/** What changed since a snapshot; everything where none is named. */
function changes(scene: Scene, view: View, tables: readonly Table[], { asked, fail }: Since): Answer {
  const before = asked === '*' || view.habits.snapshots === 'forgotten' ? null : scene.snapshots.find(asked)
  if (before === undefined || (before === null && asked !== '*'))
    return fail(400, 'The snapshot is not known any more.')
  const { tables: changed, next } = changedSince(before, tables, scene.snapshots)
  return json(200, { ...body(scene, view, changed), __changedRows__: [changedRows(scene, asked, next)] })
}

function viewOf(scene: Scene, school: SimulatedSchool, request: SimulatorRequest, id: string | undefined): View {
  const parameters = parametersOf(request)
  const roster = rosterShown(scene.world, school)
  return {
    school,
    estab: scene.pass.estab,
    seed: school.model.plan.seed,
    roster,
    habits: scene.habits.of(school.id),
    asOf: roster.day,
    scopes: new Set(scene.pass.scopes),
    options: listIn(parameters, 'options'),
    select: parameters.has('select') ? listIn(parameters, 'select') : null,
    parameters: cappedBy(school, parameters),
    id: id === undefined ? undefined : decodeURIComponent(id),
  }
}

/** Of a service that gives less on a page than it is asked for. */
function cappedBy(school: SimulatedSchool, parameters: View['parameters']): View['parameters'] {
  const { rowsAPage } = school.shown()
  const asked = Number(parameters.get('pagesize'))
  return rowsAPage === null || !(asked > rowsAPage)
    ? parameters
    : new Map([...parameters, ['pagesize', String(rowsAPage)]])
}

function allows({ scope }: Endpoint, scopes: ReadonlySet<string>): boolean {
  return scope.split(',').some((one) => scopes.has(one))
}

function body(scene: Scene, view: View, tables: readonly Table[]): object {
  const { datasets, number, pagination } = cutTables(since(tables, view), view)
  return {
    ...datasets,
    // Cut by the same window as everything: it is on the first page only.
    meta: number === 1 ? [{ Id: 1, MIS: 'simsnet', Version: '4', DateTime: madeAt(scene, view) }] : [],
    ...(pagination === null ? {} : { __pagination__: [pagination] }),
  }
}

/** `updatedSince`: rows that changed in the copy later than that. */
function since(tables: readonly Table[], { parameters }: View): readonly Table[] {
  const from = parameters.get('updatedsince')
  if (from === undefined) return tables
  return tables.map(({ name, size, rows }) => {
    const later = rows(0, size).filter((row) => String(row['LastUpdated']) > from)
    return { name, size: later.length, rows: (start, end) => later.slice(start, end) }
  })
}

/** When the copy of the MIS was made, in the night; without a zone. */
function madeAt({ world }: Scene, { habits }: View): string {
  const fraction = habits.cache === 'moving' ? String(Math.floor(performance.now() * 1_000) % 1_000_000) : '085'
  return `${world.today()}T02:14:47.${fraction}`
}

function dbStatus(scene: Scene, view: View, isOld: boolean): object {
  const Status = view.habits.cache === 'refreshing' ? 'Refreshing' : isOld ? 'Expired' : 'OK'
  return { __dbStatus__: [{ Id: 1, Name: 'XodSchoolData', Status, LastRefreshed: madeAt(scene, view) }] }
}

function changedRows({ world }: Scene, asked: string, next: string): object {
  const first = asked === '*'
  return {
    SnapshotDate: first ? null : world.now().replace('Z', '0000Z'),
    SnapshotRP: first ? null : RELYING_PARTY,
    PreviousChangedRows: first ? null : asked,
    RequestedChangedRows: asked,
    NextChangedRows: next,
    NextUrl: `?changedRows=${next}&page=1&pageSize=25`,
  }
}
