import { json } from '../../http/answer.js'
import { requestOf } from '../../http/request.js'
import { firstHalf } from '../../faults/spoil-list.js'
import { isRecord, listOf } from '../../json.js'
import { spoilRows } from './spoil-rows.js'
import type { CountsKind, ListKind } from '../../faults/fault.js'
import type { Answer } from '../../http/answer.js'
import type { SimulatorRequest } from '../../http/request.js'
import type { JsonRecord } from '../../json.js'

type Speak = (request: SimulatorRequest) => Answer

interface Page extends Pick<Answer, 'headers'> {
  readonly body: JsonRecord
}

const OTHER_HOST = 'elsewhere.example.test'
const TOO_HIGH = 7

/** A page of a list, made untrue: its rows, or what its headers say of further pages. */
export function spoilPage(
  kind: ListKind | CountsKind,
  request: SimulatorRequest,
  { body, headers = {} }: Page,
  speak: Speak,
): Answer {
  const [name = '', content] = Object.entries(body)[0] ?? []
  if (!Array.isArray(content)) return json(200, body)
  const rows = listOf(content)
  const link = headers['link'] ?? ''
  const page = (changed: readonly unknown[], more: Readonly<Record<string, string>> = {}): Answer => ({
    ...json(200, { [name]: changed }),
    headers: { ...headers, ...more },
  })
  switch (kind) {
    case 'missingLastPage':
      return page(rows, { link: isBeforeLast(request, link, speak) ? withoutNext(link) : link })
    case 'truncatedPage':
      return page(firstHalf(rows))
    case 'repeatedPage':
      return page(firstRows(request, name, speak))
    case 'endlessPages':
      return { ...page(rows.length > 0 ? rows : firstRows(request, name, speak)), headers: { link: nextOf(request) } }
    case 'moreWithoutNext':
      return page(rows, { link: withoutNext(link), 'x-total-count': String(rows.length + 1) })
    case 'nextOnOtherHost':
      return page(rows, { link: nextOf({ ...request, host: OTHER_HOST }) })
    case 'emptySchool':
      return page([], { link: withoutNext(link) })
    case 'countsDisagree':
      return page(rows, { 'x-total-count': String(Number(headers['x-total-count'] ?? 0) + TOO_HIGH) })
    case 'countsUnsaid': {
      const { 'x-total-count': _, ...others } = headers
      return { ...json(200, body), headers: others }
    }
    case 'duplicateIds':
    case 'wrongTypes':
    case 'hugeString':
      return page(spoilRows(kind, rows.filter(isRecord)))
  }
}

function withoutNext(link: string): string {
  return link
    .split(', ')
    .filter((one) => !one.includes('rel="next"'))
    .join(', ')
}

/** Another page of the same list, wherever this one stands. */
function nextOf({ host, path, query }: SimulatorRequest): string {
  const changed = new URLSearchParams(query)
  changed.set('offset', String(Number(query.get('offset') ?? 0) + Number(query.get('limit') ?? 100)))
  return `<http://${host}${path}?${changed.toString()}>; rel="next"`
}

function isBeforeLast(request: SimulatorRequest, link: string, speak: Speak): boolean {
  const next = /<http:\/\/[^/]+([^>]*)>; rel="next"/.exec(link)?.[1]
  if (next === undefined) return false
  const following = speak(requestOf('GET', next, request.host, request.authorization))
  return !(following.headers?.['link'] ?? '').includes('rel="next"')
}

function firstRows(request: SimulatorRequest, name: string, speak: Speak): readonly unknown[] {
  const changed = new URLSearchParams(request.query)
  changed.delete('offset')
  const url = `${request.path}?${changed.toString()}`
  const first: unknown = JSON.parse(speak(requestOf('GET', url, request.host, request.authorization)).body.toString())
  return isRecord(first) ? listOf(first[name]) : []
}
